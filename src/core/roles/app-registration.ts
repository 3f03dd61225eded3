import type { Secret } from '../secret.ts';
import type { OAuthClient } from './sign-in.ts';

export interface RegisteredApp {
  readonly appId: string;
  readonly slug: string;
  readonly name: string;
  readonly privateKey: Secret;
  readonly webhookSecret: Secret;
  readonly clientId: string;
  readonly clientSecret: Secret;
}

/** Creating our app at a repository host in one click, and finding where it is installed. */
export interface AppRegistration {
  /** A form that the browser posts to the host. */
  form(request: {
    readonly origin: string;
    readonly connectionId: string;
    readonly name: string;
    readonly state: string;
    readonly organization?: string;
  }): { readonly action: string; readonly fields: Readonly<Record<string, string>> };
  /** Exchanges the code of the redirect, once. */
  convert(code: string): Promise<RegisteredApp>;
  installUrl(slug: string, state: string): string;
  installations(app: { readonly appId: string; readonly privateKey: Secret }): Promise<
    readonly {
      readonly id: string;
      readonly account: string;
      readonly suspended: boolean;
      readonly permissions: Readonly<Record<string, string>>;
    }[]
  >;
  /** Where people say at the host who they are; they come back to `redirectUri` with a code. */
  authorizeUrl(request: { readonly client: OAuthClient; readonly redirectUri: string; readonly state: string }): string;
  /**
   * Installations of the app of which the person that the code stands for administers every repository, by id.
   * Being able to see one is not enough: who reads a repository must not hand it to somebody else's organization.
   * `only` looks at one installation alone. Throws Problem `person-code-refused`.
   */
  administeredBy(
    app: { readonly appId: string; readonly privateKey: Secret; readonly client: OAuthClient },
    answer: { readonly code: string; readonly redirectUri: string; readonly only?: string },
  ): Promise<readonly string[]>;
  /** Where the host delivers events of the app, and what became of the newest delivery that it still knows. */
  webhook(app: { readonly appId: string; readonly privateKey: Secret }): Promise<{
    readonly url: string | null;
    readonly last: { readonly at: string; readonly taken: boolean; readonly status: string } | null;
  }>;
  /** Permissions that the product needs and an installation lacks, by name. */
  missingPermissions(granted: Readonly<Record<string, string>>): readonly string[];
}

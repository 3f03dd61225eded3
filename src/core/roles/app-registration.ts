import type { Secret } from '../secret.ts';

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
  /** Permissions that the product needs and an installation lacks, by name. */
  missingPermissions(granted: Readonly<Record<string, string>>): readonly string[];
}

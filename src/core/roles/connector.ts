import type { Secret } from '../secret.ts';
import type { AppRegistration } from './app-registration.ts';
import type { ContentSource } from './content-source.ts';
import type { EventSource, SystemToken } from './event-source.ts';
import type { Provisioner } from './provisioner.ts';
import type { RepoHost } from './repo-host.ts';
import type { SetupGuide } from './setup-guide.ts';
import type { SignIn } from './sign-in.ts';

/** A product that pages come from. */
export interface SourceConnector {
  readonly id: string;
  readonly guide: SetupGuide;
  readonly signIn: SignIn;
  readonly events: EventSource;
  readonly provisioner: Provisioner;
  /** `token` is asked before each call, so that a token that arrives during a run is used. */
  open(options: {
    readonly siteId: string;
    readonly siteUrl: string;
    readonly token: () => Promise<SystemToken>;
  }): ContentSource;
}

/** A product that repositories live on. */
export interface RepositoryConnector {
  readonly id: string;
  readonly guide: SetupGuide;
  readonly events: EventSource;
  readonly registration: AppRegistration;
  open(options: { readonly appId: string; readonly privateKey: Secret; readonly installationId: string }): RepoHost;
}

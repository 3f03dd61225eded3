import type { SetupGuide } from '../../core/roles/setup-guide.ts';

/** What the wizard says about this product. */
export const guide: SetupGuide = {
  name: 'Confluence',
  steps: {
    app: {
      title: 'Register the OAuth app',
      help: 'In the Atlassian developer console create an OAuth 2.0 (3LO) app, enter the callback URL shown here, add the User Identity API and the Confluence API with the scopes listed, and paste the client id and secret. The app only proves who links the account.',
    },
    link: {
      title: 'Link your Atlassian account',
      help: 'Sign in at Atlassian and choose the site. Your account shows which sites you may connect; pages are never read with it.',
    },
    provision: {
      title: 'Install the Forge app',
      help: 'A small app on your site reads the pages and reports changes. Open the install link, or give an Atlassian e-mail, a scoped API token (App: Forge) and the site host, and the app is registered, deployed and installed for you. Installing needs a Confluence admin. Pages that are restricted stay invisible to the app.',
    },
    repository: {
      title: 'Connect the repository host',
      help: 'Connect the account that holds the repository for the mirror, or confirm the one that is connected.',
    },
    target: {
      title: 'Choose the target repository',
      help: 'The mirror is written below the folder confluence/ of one branch. Whoever can read the repository can read the mirrored pages, and Git keeps every version of them.',
    },
    scope: {
      title: 'Select spaces and pages',
      help: 'Choose whole spaces or single pages with what is below them. Personal spaces and restricted pages are left out.',
    },
    review: {
      title: 'Approve the configuration pull request',
      help: 'The choice is a file in the repository, proposed as a pull request. Merging it starts the sync; closing it declines the choice.',
    },
    sync: {
      title: 'Initial sync',
      help: 'All chosen pages are read, rendered as Markdown and pushed as one commit. You can leave this page; the work goes on.',
    },
    live: {
      title: 'Live',
      help: 'Changes in Confluence arrive as commits within seconds, and every page is compared again on a schedule, so that a lost event heals.',
    },
  },
};

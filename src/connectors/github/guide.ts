import type { SetupGuide } from '../../core/roles/setup-guide.ts';

/** What the wizard says about this host. */
export const guide: SetupGuide = {
  name: 'GitHub',
  steps: {
    repository: {
      title: 'Create the GitHub App',
      help: 'One click creates a private GitHub App for this deployment. It may read and write files, pull requests and checks of the repositories that you choose, and nothing else.',
    },
    install: {
      title: 'Install the GitHub App',
      help: 'Choose the organization and only the repository that receives the mirror. Private repositories are recommended: Git keeps every version of every page.',
    },
    target: {
      title: 'Choose the target repository',
      help: 'The mirror is written below the folder confluence/ of one branch. Where that branch takes pull requests only, each run opens one.',
    },
    review: {
      title: 'Approve the configuration pull request',
      help: 'The chosen scope is a file in the repository. Merging the pull request starts the sync; closing it declines the scope.',
    },
  },
};

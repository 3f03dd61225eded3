export { connectRepositoryHost, findRepository } from './connect-host.ts';
export {
  addSource,
  askForAccount,
  chooseSite,
  linkAccount,
  type ProvisionStatus,
  provision,
  saveOAuthApp,
} from './connect-source.ts';
export { becomeOwner, enterDemo, type Operator } from './operator.ts';
export { awaitRun, chooseAllSpaces, proposeScope, type RunView, readStatus } from './scope.ts';
export { patient, until } from './waiting.ts';

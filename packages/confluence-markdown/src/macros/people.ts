import { mention } from '../constructs/mention.ts';
import type { Macro } from '../types.ts';
import { parameter } from './parameter.ts';
import { asPlaced, standIn } from './stand-in.ts';

/** People, one by one and as lists that the site makes. */
export const people: readonly Macro[] = [
  {
    names: ['profile', 'profile-picture', 'user-profile', 'user-status', 'status-list'],
    becomes: 'The person, as a mention',
    rule: (call, context) => {
      const target = Object.values(call.targets).find((each) => each.kind === 'person');
      const id = target?.kind === 'person' ? target.id : parameter(call, 'user', 'username', 'User', '');
      return id ? asPlaced(call, mention(id, '', context, call.where)) : standIn(call, context);
    },
  },
  {
    names: ['contributors', 'contributors-summary', 'userlister', 'user-list', 'network', 'space-users', 'watchers'],
    becomes: 'A placeholder with its name and parameters',
    rule: (call, context) => standIn(call, context),
  },
];

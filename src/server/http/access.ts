import { Problem } from '../../core/problem.ts';
import { type Caller, hasRole, type Role, readCaller } from './auth/actor.ts';
import type { Identity } from './auth/identity.ts';
import { findOrganization, roleIn } from './auth/organizations.ts';
import type { AppContext, Entered } from './call.ts';

export function signInNeeded(): Problem {
  return new Problem({
    code: 'sign-in-needed',
    message: 'This needs a session or a key.',
    status: 401,
    hint: 'Sign in, or send a key of the organization in the header x-api-key.',
  });
}

export function notFound(what: string): Problem {
  return new Problem({ code: 'not-found', message: `${what} does not exist here.`, status: 404 });
}

/** The caller of a request, read once. */
export async function callerOf(c: AppContext, identity: Identity): Promise<Caller | null> {
  const known = c.get('caller');
  if (known !== undefined) return known;
  const caller = await readCaller(identity, c.req.raw.headers);
  c.set('caller', caller);
  return caller;
}

/** 401 for nobody, 404 for somebody outside the organization, 403 for a member without the role. */
export async function enter(c: AppContext, identity: Identity, slug: string, needed: Role): Promise<Entered> {
  const caller = await callerOf(c, identity);
  if (!caller) throw signInNeeded();
  const org = await findOrganization(identity, slug);
  const role = org && (await roleIn(identity, org.id, caller));
  if (!org || !role) throw notFound('The organization');
  if (!hasRole(role, needed)) {
    throw new Problem({
      code: 'role-needed',
      message: `This needs the role ${needed}; yours is ${role}.`,
      status: 403,
      hint: `Ask an owner of ${org.name} for it.`,
    });
  }
  return { org, caller, role };
}

/** The person behind a request; a key is not enough where somebody has to act in a browser. */
export function personOf(caller: Caller): Extract<Caller, { kind: 'person' }> {
  if (caller.kind === 'person') return caller;
  throw new Problem({
    code: 'person-needed',
    message: 'This is done by a person in a browser, not with a key.',
    status: 403,
    hint: 'Sign in and try again.',
  });
}

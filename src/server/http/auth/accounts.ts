import { Problem } from '../../../core/problem.ts';
import { isDuplicate } from './database.ts';
import { type Identity, passwordLength } from './identity.ts';

export interface NewAccount {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** True while nobody has an account. */
export async function isEmpty(identity: Identity): Promise<boolean> {
  const { adapter } = await identity.$context;
  return (await adapter.count({ model: 'user' })) === 0;
}

export async function findUser(identity: Identity, email: string): Promise<{ readonly id: string } | null> {
  const { internalAdapter } = await identity.$context;
  return (await internalAdapter.findUserByEmail(email.toLowerCase()))?.user ?? null;
}

/** Throws Problem `weak-password`. */
export function checkPassword(password: string): void {
  const { least, most } = passwordLength;
  if (password.length >= least && password.length <= most) return;
  throw new Problem({
    code: 'weak-password',
    message: `The password needs ${least} to ${most} characters.`,
    status: 400,
    hint: 'Choose a longer password; a sentence is fine.',
  });
}

/** Makes a person with a password. Throws Problem `weak-password` or `account-exists`. */
export async function createAccount(identity: Identity, fields: NewAccount): Promise<{ readonly id: string }> {
  const { internalAdapter, password } = await identity.$context;
  checkPassword(fields.password);
  const exists = () =>
    new Problem({
      code: 'account-exists',
      message: 'There is an account with this e-mail address.',
      status: 409,
      hint: 'Sign in with it.',
    });
  if (await findUser(identity, fields.email)) throw exists();
  const user = await internalAdapter
    .createUser(
      { email: fields.email.toLowerCase(), name: fields.name, emailVerified: true },
      { method: 'email-password' },
    )
    .catch((error: unknown) => {
      throw isDuplicate(error) ? exists() : error;
    });
  await internalAdapter.linkAccount({
    userId: user.id,
    providerId: 'credential',
    accountId: user.id,
    password: await password.hash(fields.password),
  });
  return { id: user.id };
}

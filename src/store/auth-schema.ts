import * as authorizationServer from './auth-schema/authorization-server.ts';
import * as organizations from './auth-schema/organizations.ts';
import * as people from './auth-schema/people.ts';

/** Tables by the model names that better-auth asks for; the `schema` of its drizzle adapter. */
export const authSchema = { ...people, ...organizations, ...authorizationServer };

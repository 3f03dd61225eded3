import { z } from 'zod';
import { Problem } from '../../../core/problem.ts';
import type { ProvisionCredentials } from '../../../core/roles/provisioner.ts';
import type { Http } from '../../../net/request.ts';
import { provisionProblem } from './provision-problem.ts';

const envelope = z.object({
  data: z.unknown(),
  errors: z
    .array(
      z.object({
        message: z.string().catch(''),
        extensions: z
          .object({
            errorType: z.string().optional().catch(undefined),
            statusCode: z.number().optional().catch(undefined),
          })
          .optional()
          .catch(undefined),
      }),
    )
    .nullish(),
});

export interface GraphQLCall<Schema extends z.ZodType> {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly schema: Schema;
  /** Repeating it is harmless. Default true. */
  readonly idempotent?: boolean;
}

/** The app platform's GraphQL gateway, asked as the operator. */
export interface Gateway {
  /** Throws Problem with a provision code. */
  ask<Schema extends z.ZodType>(
    credentials: ProvisionCredentials,
    call: GraphQLCall<Schema>,
  ): Promise<z.output<Schema>>;
}

const createToken =
  'Create a new scoped API token for the app "Forge" at id.atlassian.com, enter it with the e-mail of the same account, and retry.';

function tokenInvalid(): Problem {
  return provisionProblem(
    { code: 'forge_auth_failed', detail: 'token-invalid', hint: createToken },
    'Atlassian does not accept this e-mail and API token.',
  );
}

function refusedProblem(message: string, statusCode: number | undefined): Problem {
  if (/authorisation scopes|oauth.?scopes/i.test(message) || statusCode === 403)
    return provisionProblem(
      { code: 'forge_auth_failed', detail: 'token-scopes', hint: `The token lacks a scope. ${createToken}` },
      'The API token may not ask what provisioning needs.',
    );
  return provisionProblem(
    {
      code: 'unknown',
      detail: 'gateway-refused',
      hint: 'Retry; if it fails again, contact support with the job id.',
    },
    `Atlassian refused a query: ${message.slice(0, 200)}`,
  );
}

function networkProblem(cause: unknown): Problem {
  const failure = cause instanceof Problem ? cause : undefined;
  return provisionProblem(
    {
      code: 'network',
      detail: failure === undefined ? 'unreachable' : failure.code === 'network' ? 'unreachable' : failure.code,
      hint: 'Check the firewall, DNS and outbound HTTPS to api.atlassian.com, then retry.',
    },
    failure?.message ?? 'The app platform of Atlassian cannot be reached.',
    cause,
  );
}

/** Asks the gateway with e-mail and token as the vendor's tool does. */
export function createGateway(http: Http, url: string): Gateway {
  return {
    async ask({ email, apiToken }, { query, variables = {}, schema, idempotent = true }) {
      const answer = await http
        .request({
          expect: 'json',
          method: 'POST',
          url,
          body: { query, variables },
          idempotent,
          authorize: async () => `Basic ${Buffer.from(`${email}:${apiToken.reveal()}`).toString('base64')}`,
        })
        .catch((error: unknown) => {
          throw networkProblem(error);
        });
      if (answer.status === 401) throw tokenInvalid();
      const parsed = envelope.safeParse(answer.body);
      const [error] = parsed.data?.errors ?? [];
      if (error?.extensions?.errorType === 'UNAUTHENTICATED' || error?.extensions?.statusCode === 401)
        throw tokenInvalid();
      if (error) throw refusedProblem(error.message, error.extensions?.statusCode);
      if (answer.status === 403) throw refusedProblem('', 403);
      const data = schema.safeParse(parsed.data?.data);
      if (answer.status !== 200 || !data.success)
        throw networkProblem(
          new Problem({
            code: 'malformed-answer',
            message: `The app platform's gateway gave an answer that is none of its own (status ${answer.status}).`,
          }),
        );
      return data.data;
    },
  };
}

import { z } from 'zod';
import type { ProvisionCredentials } from '../../../core/roles/provisioner.ts';
import type { Gateway } from './gateway.ts';
import { provisionProblem } from './provision-problem.ts';

const whoAmI = z.object({
  me: z.object({ user: z.object({ accountId: z.string(), accountStatus: z.string().catch('active') }).nullable() }),
});

const contexts = z.object({
  tenantContexts: z
    .array(
      z
        .object({
          cloudId: z.string().nullish(),
          activationIdByProduct: z.object({ active: z.string().nullish() }).nullish(),
        })
        .nullable(),
    )
    .nullish(),
});

const linkable = z.object({
  ecosystem: z.object({
    devConsole: z.object({ getDeveloperSpaceWithLinkingAccess: z.array(z.string().nullable()).nullish() }),
  }),
});

const details = z.object({
  ecosystem: z.object({
    devConsole: z.object({
      getDeveloperSpaceDetails: z.object({
        results: z.array(z.object({ developerSpaceId: z.string(), details: z.object({ name: z.string() }).nullish() })),
      }),
    }),
  }),
});

const created = z.object({
  ecosystem: z.object({
    devConsole: z.object({
      createDeveloperSpace: z.object({
        success: z.boolean(),
        errors: z.array(z.object({ message: z.string().catch('') })).nullish(),
        devSpace: z.object({ id: z.string() }).nullish(),
      }),
    }),
  }),
});

const apps = z.object({
  apps: z.object({
    nodes: z.array(z.object({ id: z.string(), name: z.string(), createdAt: z.string().catch('') }).nullable()),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
  }),
});

/** Spaces asked for at a time, as the tool does it. */
const BATCH = 10;
const APPS_A_CALL = 100;
const MOST_CALLS = 20;

/** Whose token it is. */
export async function readAccount(gateway: Gateway, credentials: ProvisionCredentials): Promise<string> {
  const { me } = await gateway.ask(credentials, {
    query: 'query ctx_who { me { user { accountId accountStatus } } }',
    schema: whoAmI,
  });
  if (me.user !== null && me.user.accountStatus === 'active') return me.user.accountId;
  throw provisionProblem(
    {
      code: 'forge_auth_failed',
      detail: 'account-inactive',
      hint: 'Use the token of an active Atlassian account, and retry.',
    },
    'The Atlassian account of this token is not active.',
  );
}

/** Cloud id of a site that has Confluence. */
export async function readSite(gateway: Gateway, credentials: ProvisionCredentials, host: string): Promise<string> {
  const { tenantContexts } = await gateway.ask(credentials, {
    query:
      'query ctx_site($hostNames: [String!], $product: String!) { tenantContexts(hostNames: $hostNames) { cloudId activationIdByProduct(product: $product) { active } } }',
    variables: { hostNames: [host], product: 'confluence' },
    schema: contexts,
  });
  const site = tenantContexts?.[0];
  if (!site?.cloudId)
    throw provisionProblem(
      {
        code: 'confluence_install_site',
        detail: 'site-unknown',
        hint: 'Check the host name of the site, such as your-company.atlassian.net, and retry.',
      },
      `${host} is no Atlassian site.`,
    );
  if (!site.activationIdByProduct?.active)
    throw provisionProblem(
      {
        code: 'confluence_install_site',
        detail: 'confluence-inactive',
        hint: 'Add Confluence to this site at admin.atlassian.com, or enter a site that has it, and retry.',
      },
      `${host} has no Confluence.`,
    );
  return site.cloudId;
}

/** Developer spaces that the account may register apps in. */
export async function listDeveloperSpaces(
  gateway: Gateway,
  credentials: ProvisionCredentials,
): Promise<readonly { readonly id: string; readonly name: string }[]> {
  const { ecosystem } = await gateway.ask(credentials, {
    query: 'query ctx_spaces { ecosystem { devConsole { getDeveloperSpaceWithLinkingAccess } } }',
    schema: linkable,
  });
  const ids = (ecosystem.devConsole.getDeveloperSpaceWithLinkingAccess ?? []).filter((id) => id !== null);
  const spaces: { id: string; name: string }[] = [];
  for (let at = 0; at < ids.length; at += BATCH) {
    const batch = await gateway.ask(credentials, {
      query:
        'query ctx_space_names($devSpaceIds: [String!]!) { ecosystem { devConsole { getDeveloperSpaceDetails(developerSpaceIds: $devSpaceIds) { results { developerSpaceId details { name } } } } } }',
      variables: { devSpaceIds: ids.slice(at, at + BATCH) },
      schema: details,
    });
    for (const { developerSpaceId, details: found } of batch.ecosystem.devConsole.getDeveloperSpaceDetails.results)
      if (found) spaces.push({ id: developerSpaceId, name: found.name });
  }
  return spaces;
}

/** Makes a developer space. Its maker becomes its billing admin (vendor's documentation). */
export async function createDeveloperSpace(
  gateway: Gateway,
  credentials: ProvisionCredentials,
  name: string,
): Promise<{ readonly id: string }> {
  const { ecosystem } = await gateway.ask(credentials, {
    query:
      'mutation ctx_create_space($input: DevConsoleCreateDeveloperSpaceInput!) { ecosystem { devConsole { createDeveloperSpace(input: $input) { success errors { message } devSpace { id } } } } }',
    variables: { input: { name } },
    schema: created,
    idempotent: false,
  });
  const { success, errors, devSpace } = ecosystem.devConsole.createDeveloperSpace;
  if (success && devSpace) return { id: devSpace.id };
  throw provisionProblem(
    {
      code: 'unknown',
      detail: 'developer-space-refused',
      hint: 'Create the developer space in the developer console, then choose it here.',
    },
    `Atlassian did not create the developer space: ${(errors?.[0]?.message ?? '').slice(0, 200)}`,
  );
}

/**
 * Apps of a developer space by name. Unverified against Atlassian: `Query.apps` with this filter stands in the schema
 * types that `@forge/cli-shared` 9.3.0 ships (`QueryAppsArgs`, `AppsFilter`), but no command of the tool uses it, so a
 * scoped token may not be allowed to. Null: it cannot be told.
 */
export async function findAppsByName(
  gateway: Gateway,
  credentials: ProvisionCredentials,
  developerSpaceId: string,
  name: string,
): Promise<readonly { readonly id: string; readonly createdAt: string }[]> {
  const found: { id: string; createdAt: string }[] = [];
  let after: string | null = null;
  for (let calls = 0; calls < MOST_CALLS; calls += 1) {
    const answer: z.output<typeof apps> = await gateway.ask(credentials, {
      query:
        'query ctx_apps($filter: AppsFilter, $first: Int, $after: String) { apps(filter: $filter, first: $first, after: $after) { nodes { id name createdAt } pageInfo { hasNextPage endCursor } } }',
      variables: { filter: { developerSpaceId }, first: APPS_A_CALL, ...(after === null ? {} : { after }) },
      schema: apps,
    });
    for (const app of answer.apps.nodes) if (app?.name === name) found.push({ id: app.id, createdAt: app.createdAt });
    after = answer.apps.pageInfo.endCursor ?? null;
    if (!answer.apps.pageInfo.hasNextPage || after === null) break;
  }
  return found;
}

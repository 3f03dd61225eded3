import { z } from 'zod';
import type { Change } from '../../../core/change.ts';
import type {
  DeliveryExpectation,
  EventSource,
  Lifecycle,
  RawDelivery,
  VerifiedDelivery,
} from '../../../core/roles/event-source.ts';
import { installationAri } from './app-ari.ts';
import { type AppEvent, findAppEvent, lifecycleEvents } from './app-events.ts';
import { createTokenChecker, type InvocationClaims, type InvocationTokenOptions } from './invocation-token.ts';
import { readSystemToken } from './system-token.ts';

const id = z.union([z.string(), z.number()]).transform(String);
const space = z.object({ id });
const subject = z.object({ id, space: space.optional() });

const payloadSchema = z.object({
  eventType: z.string().max(200),
  eventCreatedDate: z.string().optional().catch(undefined),
  content: subject.optional(),
  space: space.optional(),
  attachment: z
    .object({ container: subject.extend({ type: z.string().catch('page') }), space: space.optional() })
    .optional(),
});
type Payload = z.output<typeof payloadSchema>;

/** What an event says of its place outside the signed part; life-cycle events name their installation as `id`. */
const namedBody = z.object({
  id: z.unknown().optional(),
  installationId: z.unknown().optional(),
  cloudId: z.unknown().optional(),
  context: z
    .union([z.string(), z.object({ cloudId: z.unknown().optional(), installationId: z.unknown().optional() })])
    .optional()
    .catch(undefined),
});

type Verdict<Kind extends VerifiedDelivery['verdict']> = Extract<VerifiedDelivery, { verdict: Kind }>;

function refuse(status: 202 | 400 | 401 | 403, why: string): Verdict<'refused'> {
  return { verdict: 'refused', status, why };
}

function parseBody(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
}

function changeOf(event: AppEvent, payload: Payload, at: string): Change | null {
  const { action } = event;
  if (event.payload === 'space')
    return payload.space
      ? { subject: 'space', subjectId: payload.space.id, spaceId: payload.space.id, action, at }
      : null;
  const { attachment } = payload;
  if (event.payload === 'attachment') {
    if (!attachment || !/^(?:page|blogpost)$/.test(attachment.container.type)) return null;
    const spaceId = attachment.container.space?.id ?? attachment.space?.id ?? null;
    return { subject: 'page', subjectId: attachment.container.id, spaceId, action, at };
  }
  const { content } = payload;
  return content ? { subject: 'page', subjectId: content.id, spaceId: content.space?.id ?? null, action, at } : null;
}

/** True where the unsigned part of an event names no other place than the signed part does (S14). */
function agrees(body: unknown, claims: InvocationClaims, isLifecycle: boolean): boolean {
  const parsed = namedBody.safeParse(body);
  if (!parsed.success) return false;
  const { id: own, installationId, cloudId, context } = parsed.data;
  const inner = typeof context === 'object' ? context : {};
  const installations = [installationId, inner.installationId, ...(isLifecycle ? [own] : [])];
  const sites = [cloudId, inner.cloudId];
  if (typeof context === 'string' && !context.includes(claims.siteId)) return false;
  const isNamed = (value: unknown) => value !== undefined && value !== null;
  return (
    installations.every((value) => !isNamed(value) || installationAri(String(value)) === claims.installationId) &&
    sites.every((value) => !isNamed(value) || value === claims.siteId)
  );
}

/** Why a verified invocation is not for this connection; null where it is. */
function mismatch(claims: InvocationClaims, expected: DeliveryExpectation, event: string): string | null {
  if (expected.siteId !== null && claims.siteId !== expected.siteId) return 'the token is for another site';
  const known = expected.installationId === null ? null : installationAri(expected.installationId);
  // A new installation of our own app replaces the one before; nothing else may name another.
  if (known !== null && known !== claims.installationId && event !== 'installed')
    return 'the token is for another installation';
  return null;
}

/** The time an event gives itself where it is plausible, else when it was signed. */
function timeOf(given: string | undefined, claims: InvocationClaims): string {
  const ms = Date.parse(given ?? '');
  return new Date(Number.isNaN(ms) || ms > claims.issuedAt + 60_000 ? claims.issuedAt : ms).toISOString();
}

/** Verifies what the app platform sends (S13, S14) and says what it means. The channel `token-refresh` brings tokens only. */
export function createForgeEvents(options: InvocationTokenOptions): EventSource {
  const check = createTokenChecker(options);

  async function verify(
    { headers, body, channel }: RawDelivery,
    expected: DeliveryExpectation,
  ): Promise<VerifiedDelivery> {
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(headers.authorization ?? '')?.[1];
    if (token === undefined) return refuse(401, 'there is no invocation token');
    const checked = await check(token, expected.appId);
    if (!checked.ok) return refuse(checked.status, checked.why);
    const { claims } = checked;
    const raw = parseBody(body);
    const payload = channel === 'token-refresh' ? null : payloadSchema.safeParse(raw);
    if (payload !== null && !payload.success) return refuse(400, 'the event is malformed');
    const name = payload?.data.eventType ?? '';
    const lifecycle = Object.hasOwn(lifecycleEvents, name)
      ? lifecycleEvents[name as keyof typeof lifecycleEvents]
      : null;
    if (expected.appId === null && lifecycle !== 'installed')
      return refuse(403, 'the app of this connection is not known, and only its installation can make it known');
    const wrong = mismatch(claims, expected, lifecycle ?? '');
    if (wrong !== null) return refuse(202, wrong);
    if (!agrees(raw, claims, lifecycle !== null) && payload !== null)
      return refuse(202, 'the event names another site or installation than its token');

    const systemToken = readSystemToken(headers['x-forge-oauth-system'], claims, options.now());
    const deliveryId = claims.id;
    if (payload === null) return { verdict: 'accepted', deliveryId, changes: [], lifecycle: null, systemToken };
    if (lifecycle !== null) {
      const { appId, installationId, siteId } = claims;
      const said: Lifecycle = { event: lifecycle, appId, installationId, siteId };
      return { verdict: 'accepted', deliveryId, changes: [], lifecycle: said, systemToken };
    }
    const event = findAppEvent(name);
    if (event === undefined)
      return { verdict: 'ignored', deliveryId, why: `no use for ${name.slice(0, 80)}`, systemToken };
    const change = changeOf(event, payload.data, timeOf(payload.data.eventCreatedDate, claims));
    if (change === null) return { verdict: 'ignored', deliveryId, why: `${name} names no page or space`, systemToken };
    return { verdict: 'accepted', deliveryId, changes: [change], lifecycle: null, systemToken };
  }

  return { verify };
}

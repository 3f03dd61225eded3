import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { SandboxApp } from '../../../core/index.ts';
import type { AtlassianState } from '../../state.ts';
import { needsScope } from '../call.ts';
import type { ConfluenceApp, ConfluenceContext } from '../env.ts';
import type { Attachment } from '../item.ts';
import { costObjects } from '../points.ts';
import { refuse } from '../problems.ts';
import { encodePart } from '../shapes/links.ts';
import { findAttachment } from '../v2/attachments.ts';

const signingKey = randomBytes(32);

/** Milliseconds that a signed media address works. */
const mediaLifetime = 600_000;

function sign(cloudId: string, fileId: string, expires: string): string {
  return createHmac('sha256', signingKey).update(`${cloudId} ${fileId} ${expires}`).digest('base64url');
}

/** Address at the media host, signed and short-lived; it needs no other authorization. */
function mediaUrl(state: AtlassianState, cloudId: string, attachment: Attachment): string {
  const expires = String(state.clock.now() + mediaLifetime);
  const query = new URLSearchParams({ client: cloudId, expires, token: sign(cloudId, attachment.fileId, expires) });
  return `${state.origin}/media/file/${attachment.fileId}/binary?${query}&name=${encodePart(attachment.fileName)}`;
}

function redirectToMedia(c: ConfluenceContext, id: string): Response {
  const { state, site } = c.get('call');
  const attachment = findAttachment(c, id);
  if (!attachment || attachment.status === 'trashed') return refuse(c, 404);
  costObjects(c, 1);
  return c.redirect(mediaUrl(state, site.cloudId, attachment), 302);
}

/** Content of attachments: a 302 to the media host. */
export function mountDownloads(api: ConfluenceApp): void {
  const scope = needsScope('readonly:content.attachment:confluence', 'read:attachment:confluence');
  api.get('/rest/api/content/:id/child/attachment/:attachmentId/download', scope, (c) =>
    redirectToMedia(c, c.req.param('attachmentId')),
  );
  api.get('/api/v2/attachments/:id/thumbnail/download', needsScope('read:attachment:confluence'), (c) =>
    redirectToMedia(c, c.req.param('id')),
  );
}

/**
 * The media host. An expired or forged signature is 403. It shares the origin here, so clients that follow redirects
 * by themselves send their `Authorization` along; the state counts that.
 */
export function mountMedia(app: SandboxApp, state: AtlassianState): void {
  app.get('/media/file/:fileId/binary', (c) => {
    c.env.exchange.service = 'media';
    const fileId = c.req.param('fileId');
    const { client = '', expires = '', token = '' } = c.req.query();
    const expected = Buffer.from(sign(client, fileId, expires));
    const given = Buffer.from(token);
    if (given.length !== expected.length || !timingSafeEqual(given, expected) || Number(expires) < state.clock.now())
      return c.json({ error: { code: 'JwtAuthoriser', title: 'Forbidden' } }, 403);
    if (c.req.header('authorization') !== undefined) state.mediaAuthorizations += 1;
    const attachment = [...(state.content.get(client)?.attachments.values() ?? [])].find(
      (candidate) => candidate.fileId === fileId,
    );
    if (!attachment) return c.json({ error: { code: 'NotFound', title: 'Not Found' } }, 404);
    const content = typeof attachment.content === 'function' ? attachment.content() : attachment.content;
    return c.body(new Uint8Array(content), 200, {
      'content-type': attachment.mediaType,
      'content-disposition': `attachment; filename*=UTF-8''${encodePart(attachment.fileName)}`,
      'cache-control': 'private, max-age=600',
    });
  });
}

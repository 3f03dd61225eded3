import { randomUUID } from 'node:crypto';
import type { WorldBody } from '../../../worlds/world.ts';
import { convertBody } from '../body/served.ts';
import { findItem, needsScope } from '../call.ts';
import type { Call, ConfluenceApp } from '../env.ts';
import { refuseV1 } from '../problems.ts';

/** Milliseconds that a finished conversion can be fetched. */
const keptFor = 300_000;

const formats = new Set([
  'storage',
  'atlas_doc_format',
  'view',
  'export_view',
  'styled_view',
  'anonymous_export_view',
  'editor',
]);

interface Conversion {
  readonly to: string;
  readonly value: string;
  readonly expiresAt: number;
  asked: number;
}

/** Bodies between formats: a task id first, the result a moment later, for five minutes. */
export function mountConversion(app: ConfluenceApp): void {
  const scope = needsScope('read:confluence-content.all', 'read:content.metadata:confluence');
  const conversions = new Map<string, Conversion>();

  function place(
    call: Call,
    contentId: string | undefined,
  ): { readonly id: string; readonly spaceId: string } | undefined {
    const item = contentId ? findItem(call, contentId, ['page', 'blogpost']) : undefined;
    const spaceId = item?.spaceId ?? call.store.spaces.keys().next().value;
    return spaceId === undefined ? undefined : { id: item?.id ?? '0', spaceId };
  }

  app.post('/rest/api/contentbody/convert/async/:to', scope, async (c) => {
    const call = c.get('call');
    const to = c.req.param('to');
    const request = (await c.req.json().catch(() => ({}))) as { value?: string; representation?: string };
    const at = place(call, c.req.query('contentIdContext'));
    if (!formats.has(to) || typeof request.value !== 'string' || !at || !formats.has(request.representation ?? ''))
      return refuseV1(c, 400, 'value, representation and the target must be valid');
    const body: WorldBody =
      request.representation === 'atlas_doc_format' ? { adf: request.value } : { storage: request.value };
    const asyncId = randomUUID();
    conversions.set(asyncId, {
      to,
      value: convertBody(call, at, body, to),
      expiresAt: call.state.clock.now() + keptFor,
      asked: 0,
    });
    return c.json({ asyncId });
  });

  app.get('/rest/api/contentbody/convert/async/:id', scope, (c) => {
    const id = c.req.param('id');
    const conversion = conversions.get(id);
    if (!conversion || conversion.expiresAt <= c.get('call').state.clock.now()) return refuseV1(c, 404);
    conversion.asked += 1;
    const links = { _links: {}, _expandable: { content: '', embeddedContent: '', webresource: '', mediaToken: '' } };
    // The first look is always too early, as callers must be ready for.
    if (conversion.asked === 1)
      return c.json({ representation: conversion.to, status: 'WORKING', renderTaskId: id, ...links });
    return c.json({
      value: conversion.value,
      representation: conversion.to,
      status: 'COMPLETED',
      renderTaskId: id,
      ...links,
    });
  });
}

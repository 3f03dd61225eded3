import { createWriter } from '../connectors/model/writer.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Writer } from '../core/roles/writer.ts';
import { createHttp } from '../net/http.ts';
import type { Logger } from '../observe/log.ts';
import type { Settings } from './settings.ts';

/** The model that the operator configured, which may run on this machine or beside it; null where none is. */
export function openModel(
  { environment }: Pick<Settings, 'environment'>,
  clock: Clock,
  log: Logger,
  version: string,
): { readonly writer: Writer; close(): void } | null {
  const { MODEL_PROVIDER_URL: url, MODEL_CHAT_NAME: name, MODEL_PROVIDER_API_KEY: apiKey = null } = environment;
  if (url === undefined || name === undefined) return null;
  const http = createHttp({
    userAgent: `ctxpipe/${version}`,
    now: () => clock.now(),
    sleep: clock.sleep,
    allowLoopback: true,
    privateHosts: [new URL(url).hostname],
    log: (line) => log.debug(line, 'called'),
  });
  return { writer: createWriter(http, { url, apiKey, name }), close: () => http.close() };
}

import { connect } from 'node:tls';
import type { Certificate } from '../cli/doctor/reach.ts';

const CONNECT_MS = 5_000;

/** The certificate at an https origin, a refused one too. Nothing is sent there. Rejects where none is shown. */
export function seeCertificate(origin: string, signal: AbortSignal): Promise<Certificate> {
  const { hostname, port } = new URL(origin);
  const host = hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve, reject) => {
    const socket = connect({
      host,
      port: Number(port || 443),
      ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }),
      // It is looked at, not trusted: what clients hold of it is told beside it.
      rejectUnauthorized: false,
    });
    const fail = (error: Error) => {
      socket.destroy();
      reject(error);
    };
    socket.setTimeout(CONNECT_MS, () => fail(new Error('No certificate came.')));
    signal.addEventListener('abort', () => fail(new Error('The look was ended.')), { once: true });
    socket.once('error', fail);
    socket.once('secureConnect', () => {
      const validTo = Date.parse(socket.getPeerCertificate().valid_to ?? '');
      const error = socket.authorizationError as Error | string | null | undefined;
      const refusal = socket.authorized ? null : error instanceof Error ? error.message : String(error ?? 'unknown');
      socket.destroy();
      if (Number.isNaN(validTo)) reject(new Error('No certificate was shown.'));
      else resolve({ validTo, refusal });
    });
  });
}

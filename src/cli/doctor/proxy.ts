import { brokenBy, type Check, healthy } from './finding.ts';

/** The proxy that Git goes through. */
export interface ProxyLook {
  /** Host and port of the proxy, without name and password. */
  readonly place: string;
  /** Throws Problem where it lets nothing through, with the next step as its hint. */
  look(log: (line: string) => void): Promise<void>;
}

/** Whether Git gets through the proxy that is configured; nothing where none is. */
export function proxyChecks(proxy: ProxyLook | null): readonly Check[] {
  if (proxy === null) return [];
  return [
    {
      name: 'proxy',
      async look() {
        let said = '';
        try {
          await proxy.look((line) => {
            said = line;
          });
        } catch (error) {
          return brokenBy('proxy', error, 'Git fetches and pushes through it. Calls of ctx| itself go directly.');
        }
        return healthy('proxy', `${said[0]?.toUpperCase() ?? ''}${said.slice(1)}.`);
      },
    },
  ];
}

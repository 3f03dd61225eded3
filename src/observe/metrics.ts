import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What the process counts. Labels are bounded: routes by pattern, never an id or a title. */
export interface Metrics {
  request(route: string, method: string, status: number, seconds: number): void;
  delivery(connector: string, verdict: string, seconds: number): void;
  toolCall(tool: string, outcome: 'answered' | 'failed', seconds: number): void;
  refusal(kind: string): void;
  run(kind: string, state: string, seconds: number): void;
  /** A number that is read when it is asked for. */
  gauge(name: string, help: string, read: () => number | Promise<number>): void;
  /** Text in the Prometheus format. */
  print(): Promise<{ readonly contentType: string; readonly text: string }>;
}

const seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function createMetrics(options: { readonly process?: boolean } = {}): Metrics {
  const registry = new Registry();
  if (options.process !== false) collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const requests = new Histogram({
    name: 'ctxpipe_http_request_seconds',
    help: 'Time to answer, by route.',
    labelNames: ['route', 'method', 'status'],
    buckets: seconds,
    registers,
  });
  const deliveries = new Histogram({
    name: 'ctxpipe_delivery_seconds',
    help: 'Time to take a delivery of events, by what became of it.',
    labelNames: ['connector', 'verdict'],
    buckets: seconds,
    registers,
  });
  const calls = new Histogram({
    name: 'ctxpipe_tool_call_seconds',
    help: 'Time to answer a call of an agent, by tool.',
    labelNames: ['tool', 'outcome'],
    buckets: seconds,
    registers,
  });
  const runs = new Histogram({
    name: 'ctxpipe_run_seconds',
    help: 'Time of sync runs, by kind and end.',
    labelNames: ['kind', 'state'],
    buckets: [1, 5, 15, 60, 300, 900, 3600],
    registers,
  });
  const refusals = new Counter({
    name: 'ctxpipe_refusals_total',
    help: 'Requests refused by a limit or a check, by kind.',
    labelNames: ['kind'],
    registers,
  });
  return {
    request: (route, method, status, took) =>
      requests.observe({ route, method, status: `${Math.floor(status / 100)}xx` }, took),
    delivery: (connector, verdict, took) => deliveries.observe({ connector, verdict }, took),
    toolCall: (tool, outcome, took) => calls.observe({ tool, outcome }, took),
    refusal: (kind) => refusals.inc({ kind }),
    run: (kind, state, took) => runs.observe({ kind, state }, took),
    gauge(name, help, read) {
      new Gauge({
        name,
        help,
        registers,
        async collect() {
          this.set(await read());
        },
      });
    },
    async print() {
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };
}

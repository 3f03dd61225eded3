import type { Browser } from 'playwright-core';
import type { MemoryFigures } from './figures.ts';

/** An hour with an event every two seconds. */
export const EVENTS = 1800;

/** What the connection's page holds before, during and after an hour of events that is pressed into `seconds`. */
export async function measureMemory(browser: Browser, base: string, seconds: number): Promise<MemoryFigures> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
  const page = await context.newPage();
  await page.goto(`${base}/o/acme/connections/c-live`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable');
  const look = async () => {
    await session.send('HeapProfiler.collectGarbage');
    const { metrics } = await session.send('Performance.getMetrics');
    const read = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? 0;
    return { mb: read('JSHeapUsedSize') / 1_000_000, nodes: read('Nodes'), listeners: read('JSEventListeners') };
  };
  let asked = 0;
  page.on('request', (request) => {
    if (new URL(request.url()).pathname.endsWith('/status')) asked += 1;
  });
  const start = await look();
  await page.waitForTimeout(seconds * 100);
  const warm = await look();
  await page.waitForTimeout(seconds * 900);
  const end = await look();
  // A page that hears of nothing holds no more memory either.
  if (asked < seconds) throw new Error(`The page looked again ${asked} times only in ${seconds} s of events.`);
  await context.close();
  const round = (value: number) => Math.round(value * 100) / 100;
  return {
    events: EVENTS,
    seconds,
    asked,
    startMb: round(start.mb),
    warmMb: round(warm.mb),
    endMb: round(end.mb),
    nodesStart: start.nodes,
    nodesEnd: end.nodes,
    listenersEnd: end.listeners,
  };
}

import type { Browser, Page } from 'playwright-core';
import type { FrameFigures } from './figures.ts';

const WATCH_MS = 4000;
/** Most that reading all of the tree may take, on a busy machine too. */
const READING_MS = 180_000;

/** Frames while `move` runs in the page at every frame; `move` is the body of a function of the frame's number. */
async function watch(page: Page, what: string, move: string): Promise<FrameFigures> {
  const times = (await page.evaluate(`new Promise((resolve) => {
    const move = (frame) => { ${move} };
    const times = [];
    const start = performance.now();
    let last = start;
    let frame = 0;
    const step = (now) => {
      times.push(now - last);
      last = now;
      move(frame);
      frame += 1;
      if (now - start < ${WATCH_MS}) requestAnimationFrame(step);
      else resolve(times.slice(2));
    };
    requestAnimationFrame(step);
  })`)) as number[];
  const sorted = [...times].sort((a, b) => a - b);
  const total = times.reduce((sum, time) => sum + time, 0);
  const round = (value: number) => Math.round(value * 10) / 10;
  return {
    what,
    framesASecond: round((times.length * 1000) / total),
    p95Ms: round(sorted[Math.floor(sorted.length * 0.95)] ?? 0),
    longestMs: round(sorted.at(-1) ?? 0),
  };
}

async function openPage(browser: Browser, address: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
  await page.goto(address);
  return page;
}

/** The tree with a space of 50,000 pages read to its end, scrolled fast from end to end. */
async function tree(browser: Browser, base: string): Promise<FrameFigures> {
  const page = await openPage(browser, `${base}/o/acme/setup/c-scope/scope`);
  const box = page.getByRole('tree');
  await page.getByRole('treeitem').first().waitFor();
  await box.focus();
  for (const key of ['Home', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowRight']) await page.keyboard.press(key);
  const rows = () => box.evaluate((element) => element.clientHeight);
  const began = Date.now();
  // Every End reads the next part of the level.
  for (let height = 0; height < 50_000 * 20; height = await rows()) {
    if (Date.now() - began > READING_MS) throw new Error(`The tree was read to ${height} pixels only.`);
    await page.keyboard.press('End');
    await page.waitForTimeout(20);
  }
  await page.evaluate("window.__box = document.querySelector('[role=tree]').parentElement");
  const figures = await watch(
    page,
    'scope tree, 50,000 pages, scrolled by 900 pixels a frame',
    'window.__box.scrollTop = (frame * 900) % window.__box.scrollHeight;',
  );
  await page.close();
  return figures;
}

/** A turn of the wheel in the middle of the map at every frame: half a second closer, half a second wider. */
const ZOOM = `const map = document.querySelector('canvas');
  const { left, top, width, height } = map.getBoundingClientRect();
  map.dispatchEvent(new WheelEvent('wheel', { clientX: left + width / 2, clientY: top + height / 2,
    deltaY: frame % 60 < 30 ? -12 : 12, bubbles: true, cancelable: true }));`;

/** A drag that goes on by some pixels at every frame, in a circle. */
const PAN = `const map = document.querySelector('canvas');
  // No finger or mouse stands behind these events that could be held.
  map.parentElement.setPointerCapture = () => {};
  const { left, top, width, height } = map.getBoundingClientRect();
  map.dispatchEvent(new PointerEvent(frame === 0 ? 'pointerdown' : 'pointermove', { pointerId: 1, button: 0,
    clientX: left + width / 2 + 150 * Math.cos(frame / 20), clientY: top + height / 2 + 150 * Math.sin(frame / 20),
    bubbles: true }));`;

/** Waits until the worker that arranges the things is gone. */
async function arranged(page: Page): Promise<void> {
  for (let waited = 0; page.workers().length > 0; waited += 100) {
    if (waited > 60_000) throw new Error('The graph was still arranging itself after a minute.');
    await page.waitForTimeout(100);
  }
}

/** The graph at the snapshot's limits: while it arranges itself, and then while it is zoomed and moved about. */
async function graph(browser: Browser, base: string): Promise<readonly FrameFigures[]> {
  const page = await openPage(browser, `${base}/o/acme/graph`);
  await page.locator('canvas').first().waitFor({ timeout: 60_000 });
  const settling = await watch(page, 'graph, 2,000 things, 8,000 relations: while it arranges itself', '');
  await arranged(page);
  await page.waitForTimeout(1000);
  const zooming = await watch(page, 'the same graph while it is zoomed by the wheel', ZOOM);
  await page.waitForTimeout(1000);
  const panning = await watch(page, 'the same graph while it is dragged about', PAN);
  await page.close();
  return [settling, zooming, panning];
}

/** Frames a second of what may hold much. */
export async function measureFrames(browser: Browser, base: string): Promise<readonly FrameFigures[]> {
  return [await tree(browser, base), ...(await graph(browser, base))];
}

import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { transform } from 'esbuild';
import { launchBrowser } from '../../../../web/dev/camera.ts';
import { smallPng } from '../../../../web/dev/small-png.ts';
import { exampleMarkdown, examplePage } from '../example.ts';
import { githubHtml } from './right.ts';

/** Draws the example's page beside its Markdown on GitHub: `tsx draw.ts FOLDER` */
const [, , out = '/tmp'] = process.argv;
const WIDTH = 1600;

const read = (path: string | URL) => readFileSync(path, 'utf8');
const theirs = read(createRequire(import.meta.url).resolve('github-markdown-css/github-markdown-light.css'));
const frame = read(new URL('./frame.css', import.meta.url));
const left = await transform(read(new URL('./left.ts', import.meta.url)), {
  loader: 'ts',
  format: 'iife',
  globalName: 'left',
});

const html = `<!doctype html><meta charset="utf-8"><style>${theirs}\n${frame}</style>
<section><header><b>Operations</b> / Runbooks <small>Confluence</small></header>
<div class="page"><h1>Draining a zone</h1><div class="by"><span class="face">IV</span> Imke Vos · 11 March 2026 · 3 min read</div>
<div id="body"></div></div></section>
<section><header><b>draining-a-zone-1320029.md</b> <small>GitHub</small></header>
<article class="markdown-body">${githubHtml(exampleMarkdown())}</article></section>`;

const browser = await launchBrowser();
try {
  const page = await browser.newPage({ viewport: { width: WIDTH, height: 900 }, deviceScaleFactor: 1 });
  await page.setContent(html);
  await page.addScriptTag({ content: left.code });
  const body = JSON.stringify([examplePage, { '5b10-imke': 'Imke Vos' }]);
  await page.evaluate(`document.querySelector('#body').innerHTML = left.showStorage(...${body})`);
  const picture = smallPng(await page.screenshot({ fullPage: true }));
  const path = join(out, 'converted.png');
  writeFileSync(path, picture);
  console.log(`${(picture.length / 1000).toFixed(0).padStart(5)} kB  converted.png`);
} finally {
  await browser.close();
}

// CHECKLIST E9: what safeHtml leaves, shown by a real browser: it asks for nothing and runs nothing.
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { safeHtml } from '../../../src/parse/html/safe-html.ts';
import { findChromium } from '../../support/chromium.ts';

const program = findChromium('safe HTML in a browser');

// `run` says in the title of the whole window that it ran; `evil` is a host that leads to our server.
const run = "top.document.title='ran'";
const evil = 'http://evil.test';
const hostile: readonly string[] = [
  `<script>${run}</script>`,
  `<ScRiPt src="${evil}/1.js"></sCrIpT>`,
  `<scr<script>ipt>${run}</scr</script>ipt>`,
  `<img src=x onerror="${run}">`,
  `<img src="${evil}/2.gif">`,
  '<img src="//evil.test/3.gif">',
  '<img src="https://evil.test/4.gif">',
  '<img src="5.gif">',
  `<img src="cid:a" srcset="${evil}/6.gif 2x" onerror="${run}">`,
  `<img src="cid:a" lowsrc="${evil}/7.gif" dynsrc="${evil}/7b.gif">`,
  `<svg onload="${run}"><script>${run}</script><image href="${evil}/8.svg"/></svg>`,
  `<svg><style><img src=x onerror="${run}"></style></svg>`,
  `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${run}&gt;">`,
  `<a href="javascript:${run}">x</a>`,
  `<a href="java\tscript:${run}">x</a>`,
  `<a href="&#106;avascript&colon;${run}">x</a>`,
  `<a href="\u0001javascript:${run}">x</a>`,
  `<a href="https://evil.test/" ping="${evil}/9" onfocus="${run}" autofocus tabindex=1>x</a>`,
  `<iframe src="${evil}/10"></iframe><iframe srcdoc="<script>${run}</script>"></iframe>`,
  `<object data="${evil}/11"></object><embed src="${evil}/11b">`,
  `<style>@import "${evil}/12.css"; body { background: url(${evil}/12.gif) }</style>`,
  `<p style="background:url(${evil}/13.gif)">x</p>`,
  `<table background="${evil}/14.gif"><tr><td background="${evil}/14b.gif">x</table>`,
  `<body background="${evil}/15.gif" onload="${run}">x`,
  `<link rel=stylesheet href="${evil}/16.css"><link rel=preload as=image href="${evil}/16.gif">`,
  `<base href="${evil}/"><img src="17.gif">`,
  `<meta http-equiv=refresh content="0;url=${evil}/18">`,
  `<video src="${evil}/19.mp4" poster="${evil}/19.gif" autoplay></video><audio src="${evil}/19.mp3" autoplay></audio>`,
  `<picture><source srcset="${evil}/20.webp"><img src="cid:b"></picture>`,
  `<form action="${evil}/21"><input type=image src="${evil}/21.gif" autofocus onfocus="${run}"></form>`,
  `<details open ontoggle="${run}"><summary>x</summary></details>`,
  `<noscript><p title="</noscript><img src=x onerror=${run}>">`,
  `<xmp><p title="</xmp><img src=x onerror=${run}>">`,
  `<textarea><p title="</textarea><img src=x onerror=${run}>"></textarea>`,
  `<title><p title="</title><img src=x onerror=${run}>"></title>`,
  `<!--><img src=x onerror="${run}">--><!--[if IE]><img src="${evil}/22.gif"><![endif]-->`,
  `<p title='"><img src=x onerror=${run}>'>x</p><p lang="x\\"onclick=${run}">`,
  `<template><script>${run}</script></template><div><template shadowrootmode=open><img src="${evil}/23.gif"></template></div>`,
  `<marquee onstart="${run}">x</marquee><bgsound src="${evil}/24.wav"><frameset onload="${run}"><frame src="${evil}/24">`,
  `<font color="url(${evil}/25.gif)" face="x" style="font-family:'x';src:url(${evil}/25.woff)">x</font>`,
];

// Links that would run something are clicked: a reader may.
const index = `<!doctype html><title>unchanged</title><link rel=icon href="data:,">
${hostile.map((_, at) => `<iframe src="/mail/${at}"></iframe>`).join('\n')}
<script>
  addEventListener('load', () => {
    for (const { contentDocument } of document.querySelectorAll('iframe'))
      for (const link of contentDocument?.querySelectorAll('a') ?? [])
        if (!/^(?:https|mailto):$/.test(link.protocol)) link.click();
  });
</script>`;

/** What was asked for besides the mails, and the title of the window in the end. */
async function shown(render: (html: string) => string) {
  const asked: string[] = [];
  const mails = new Set<string>();
  const server = createServer(({ url = '', headers }, response) => {
    const [, at] = /^\/mail\/(\d+)$/.exec(url) ?? [];
    if (url !== '/' && at === undefined) asked.push(`${headers.host}${url}`);
    if (at !== undefined) mails.add(at);
    const page = url === '/' ? index : at === undefined ? '' : `<!doctype html>${render(hostile[Number(at)]!)}`;
    response.setHeader('content-type', 'text/html; charset=utf-8').end(page);
  });
  // A browser that wants https of us.
  server.on('clientError', (_, socket) => asked.push('https') && socket.destroy());
  const folder = await mkdtemp(join(tmpdir(), 'postern-browser-'));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const at = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const quiet = ['background-networking', 'component-update', 'sync', 'extensions', 'gpu', 'dev-shm-usage'];
  try {
    const { stdout } = await promisify(execFile)(
      program!,
      ['--headless', '--no-sandbox', '--no-first-run', ...quiet.map(name => `--disable-${name}`)].concat(
        `--user-data-dir=${folder}`,
        `--host-resolver-rules=MAP evil.test ${at}`,
        '--virtual-time-budget=4000',
        '--dump-dom',
        `http://${at}/`,
      ),
      { timeout: 100_000, killSignal: 'SIGKILL' },
    );
    return { asked, mails: mails.size, title: /<title>(.*?)<\/title>/.exec(stdout)?.[1] };
  } finally {
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

test.skipIf(program === null)('a browser asks for nothing and runs nothing', { timeout: 120_000 }, async () => {
  expect(await shown(safeHtml)).toEqual({ asked: [], mails: hostile.length, title: 'unchanged' });
});

test.skipIf(program === null)('which it does with the same mails as they came', { timeout: 120_000 }, async () => {
  const { asked, title } = await shown(html => html);
  console.log(`${hostile.length} hostile mails as they came: ${asked.length} requests`);
  expect(title).toBe('ran');
  expect(asked.length).toBeGreaterThan(10);
  expect(asked).toContain('evil.test/2.gif');
});

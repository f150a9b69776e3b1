import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { sendRaw } from '../support/smtp-client.ts';

let gateway: TestGateway;
let health = '';
let pages = '';
beforeAll(async () => {
  gateway = await startTestGateway({ METRICS_PORT: '0' });
  [, health = ''] = /(http:\S+)\/readyz/.exec(gateway.log()) ?? [];
  [, pages = ''] = /pages +(http:\S+)/.exec(gateway.log()) ?? [];
});
afterAll(() => gateway.remove());

const get = async (url: string) => {
  const response = await fetch(url);
  return { status: response.status, text: await response.text() };
};

test('each role shows its parts, among the pages and on the port of health', async () => {
  for (const base of [pages, health]) {
    const { status, text } = await get(`${base}/readyz`);
    expect([status, Object.keys(JSON.parse(text)).sort()]).toEqual([
      200,
      ['database', 'filing', 'limits', 'listener', 'process', 'queue', 'spool'],
    ]);
    expect(await get(`${base}/livez`)).toEqual({ status: 200, text: 'ok\n' });
  }
});

test('the figures count what came, what was refused and what goes out; none has an address', async () => {
  await gateway.cli('admin', 'add', 'ada@clinic.test');
  const send = (from: string) => {
    const bytes = `From: ${from}\r\nTo: support@mx.test\r\nSubject: It fails\r\n\r\nSince nine.\r\n`;
    return sendRaw(gateway.smtpPort(), { from, to: 'support@mx.test', bytes });
  };
  expect(await send('ada@clinic.test')).toMatch(/^250 /);
  expect(await send('stranger@elsewhere.test')).toMatch(/^550 5\.7\.1 /);
  const shows = async (...lines: RegExp[]) => {
    let text = '';
    for (let tries = 0; tries < 100; tries++, await sleep(100)) {
      ({ text } = await get(`${pages}/metrics`));
      if (lines.every(line => line.test(text))) return text;
    }
    throw new Error(`not all of ${lines.join(' ')} in ${text}`);
  };
  const asks = { method: 'POST', redirect: 'manual', headers: { Origin: pages } } as const;
  await fetch(`${pages}/sign-in`, { ...asks, body: new URLSearchParams({ email: 'ada@clinic.test' }) });
  await fetch(`${pages}/sign-in`, { ...asks, body: new URLSearchParams({ email: 'nobody' }) });
  await fetch(`${pages}/tickets/PT-1`, { redirect: 'manual' });
  const text = await shows(
    /^postern_sign_ins_total\{outcome="asked"\} 1$/m,
    /^postern_sign_ins_total\{outcome="refused"\} 1$/m,
    /^postern_http_seconds_count\{route="\/tickets\/:key",method="GET",status="\d+"\} 1$/m,
    /^postern_live_readers 0$/m,
    /^postern_mails_taken_total\{via="smtp"\} 1$/m,
    /^postern_mails_refused_total\{refusal="unknown-author"\} 1$/m,
    /^postern_mails\{state="pending"\} 0$/m,
    /^postern_outbox\{state="waiting"\} 0$/m,
    /^postern_spool_mails 0$/m,
    /^postern_queue_jobs\{queue="ingest",state="waiting"\} 0$/m,
    /^postern_dot_to_reply_seconds_count 2$/m,
    /^postern_nodejs_eventloop_lag_seconds /m,
    /^postern_disk_free_ratio\{of="inodes"\} /m,
  );
  expect(text).not.toContain('@');
});

// From outside: a logo comes with the request and with each reply, attached and not inline.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { sendRaw } from '../support/smtp-client.ts';

type Shown = { key: string; messages: { attachments: { name: string; inline: boolean }[]; html: string | null }[] };

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
  await gateway.cli('admin', 'add', 'ada@clinic.test');
});
afterAll(() => gateway?.remove());

const png = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
const picture = (name: string, fill: number): string =>
  `--b\r\nContent-Type: image/png; name=${name}\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=${name}\r\nContent-ID: <${name}@01D>\r\n\r\n${Buffer.concat([png, Buffer.alloc(9_000, fill)]).toString('base64')}\r\n`;
const mail = (id: string, fields: string, ...parts: string[]): string =>
  `From: ada@clinic.test\r\nTo: support@mx.test\r\nSubject: Calendar\r\nMessage-ID: <${id}@clinic.test>\r\n${fields}MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>Empty.</p><img src="cid:shot.png@01D" alt="x"><p>Below the picture.</p>\r\n${parts.join('')}--b--\r\n`;

async function send(raw: string): Promise<void> {
  const envelope = { from: 'ada@clinic.test', to: 'support@mx.test' };
  expect(await sendRaw(gateway.smtpPort(), { ...envelope, bytes: raw })).toMatch(/^250 /);
}

test('it is listed once; a picture that the text shows keeps its place', async () => {
  await send(mail('1', '', picture('brand.png', 1), picture('shot.png', 2)));
  await expect.poll(() => gateway.json<Shown[]>('ticket', 'list'), { timeout: 50_000 }).toHaveLength(1);
  await send(mail('2', 'In-Reply-To: <1@clinic.test>\r\n', picture('brand.png', 1), picture('new.png', 3)));
  const shown = () => gateway.json<Shown>('ticket', 'show', 'PT-1');
  await expect.poll(async () => (await shown()).messages.length, { timeout: 50_000 }).toBe(2);
  const [request, reply] = (await shown()).messages;
  const listed = (files: Shown['messages'][0]['attachments']) => files.map(({ name, inline }) => [name, inline]);
  expect(listed(request!.attachments)).toEqual([
    ['brand.png', false],
    ['shot.png', true],
  ]);
  expect(listed(reply!.attachments)).toEqual([
    ['brand.png', true],
    ['new.png', false],
  ]);
  expect(request!.html).toMatch(/Empty\..*<img src="cid:shot\.png@01D".*Below/s);
});

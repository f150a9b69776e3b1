// An agent's answer and a requester's mail, with files and pictures, as the others on the ticket get them.
import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type ParsedMail, simpleParser } from 'mailparser';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { field, hand, replyFields, until } from '../support/post.ts';

const maxBytes = 20_000;
const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), randomBytes(900)]);
const pdf = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(5_000)]);
const film = randomBytes(90_000);
let gateway: TestGateway;

beforeAll(async () => {
  gateway = await startTestGateway({ MAIL_FILES_BYTES: String(maxBytes), SUPPORT_NAME: 'Desk, Lakes' });
  await gateway.cli('admin', 'add', 'ada@clinic.test', '--name', 'Ada');
  await gateway.cli('admin', 'add', 'tess@desk.test', '--role', 'agent');
});
afterAll(() => gateway?.remove());

type Mail = ConstructorParameters<typeof MailComposer>[0];

async function send(mail: Mail): Promise<void> {
  const raw = await new MailComposer(mail).compile().build();
  const to = String(mail?.to);
  const said = await hand(gateway.smtpPort(), {
    raw: raw.toString('latin1'),
    envelope: { from: String(mail?.from), to: [to] },
  });
  expect(said).toMatch(/^250 /);
}
/** The mail to this person with these words, raw and read. */
const mailTo = (to: string, words: string): Promise<{ raw: string; mail: ParsedMail }> =>
  until(`a mail to ${to} with ${words}`, async () => {
    for (const raw of (await gateway.outbox()).toReversed()) {
      if (!field(raw, 'to').includes(to)) continue;
      const mail = await simpleParser(raw);
      if (mail.text?.includes(words)) return { raw, mail };
    }
    return null;
  });

test('what a requester sends reaches agents, and what an agent sends reaches everyone, once', async () => {
  await send({
    from: 'ada@clinic.test',
    to: 'support@mx.test',
    cc: 'bob@lab.test',
    subject: 'Portal',
    html: '<p>It fails:</p><img src="cid:shot" alt="The error"><p>since nine</p>',
    text: 'It fails:\n[cid:shot]\nsince nine',
    attachments: [
      { filename: 'screen.png', content: png, contentType: 'image/png', cid: 'shot' },
      { filename: 'log.pdf', content: pdf, contentType: 'application/pdf' },
    ],
  });
  const asked = await mailTo('tess@desk.test', 'since nine');
  expect(field(asked.raw, 'from')).toBe('"Desk, Lakes" <support@mx.test>');
  expect(
    asked.mail.attachments.map(({ filename, content }) => [
      filename,
      content.equals(filename === 'log.pdf' ? pdf : png),
    ]),
  ).toEqual([
    ['screen.png', true],
    ['log.pdf', true],
  ]);
  const cid = asked.mail.attachments[0]!.cid;
  expect(asked.raw.replace(/=\r\n/g, '')).toContain(`src=3D"cid:${cid}" alt=3D"The error"`);
  expect(asked.mail.text).not.toContain('[cid:');
  const receipt = await mailTo('ada@clinic.test', 'screen.png');
  expect(receipt.mail.text).toContain('log.pdf');
  expect(receipt.mail.attachments).toEqual([]);

  const { To, ...fields } = replyFields(asked.raw);
  await send({
    from: 'tess@desk.test',
    to: To,
    subject: fields.Subject,
    headers: { 'In-Reply-To': fields['In-Reply-To'], References: fields.References },
    html: '<p>Please read the guide, and this:</p><table><tr><td>Step</td><td>Do</td></tr></table><p>See https://desk.test/guide.</p>',
    text: 'Please read the guide, and this:\n\nStep\nDo\n\nSee https://desk.test/guide.',
    attachments: [
      { filename: 'guide.pdf', content: pdf.subarray(0, 3_000), contentType: 'application/pdf' },
      { filename: 'Filmé.mov', content: film, contentType: 'video/quicktime' },
    ],
  });
  const links = new Map<string, string>();
  for (const reader of ['ada@clinic.test', 'bob@lab.test']) {
    const { mail } = await mailTo(reader, 'Please read the guide');
    expect(mail.attachments.map(({ filename }) => filename)).toEqual(['guide.pdf']);
    expect(mail.attachments[0]!.content.equals(pdf.subarray(0, 3_000))).toBe(true);
    expect(mail.html).toMatch(/<td[^>]*>Do<\/td>/);
    expect(mail.html).toContain('<a href="https://desk.test/guide">');
    const url = /https?:\/\/\S+\/files\/\S+/.exec(mail.text ?? '')?.[0] ?? '';
    expect(mail.text).toMatch(/Filmé\.mov \(90 kB\)/);
    const whole = await fetch(url);
    const digest = createHash('sha256')
      .update(Buffer.from(await whole.arrayBuffer()))
      .digest('hex');
    expect(digest).toBe(createHash('sha256').update(film).digest('hex'));
    const part = await fetch(url, { headers: { range: 'bytes=100-199' } });
    expect([part.status, Buffer.from(await part.arrayBuffer()).equals(film.subarray(100, 200))]).toEqual([206, true]);
    links.set(reader, url);
  }
  await gateway.cli('ticket', 'unfollow', 'PT-1', 'bob@lab.test', '--as', 'tess@desk.test');
  const gone = await fetch(links.get('bob@lab.test')!);
  expect([gone.status, await gone.text()]).toEqual([404, 'This link does not work any more\n']);
  expect((await fetch(links.get('ada@clinic.test')!, { method: 'HEAD' })).status).toBe(200);
});

test('the command line saves files by the numbers that it shows, never over another', async () => {
  const shown = await gateway.cli('ticket', 'show', '1');
  expect(shown).toMatch(/file 1: screen\.png, 908 bytes\n\s+file 2: log\.pdf/);
  const out = join(gateway.home, 'saved');
  for (const name of ['log.pdf', 'log (2).pdf']) {
    expect((await gateway.cli('ticket', 'file', 'pt-1', '2', '--out', out)).trim()).toBe(join(out, name));
    expect((await readFile(join(out, name))).equals(pdf)).toBe(true);
  }
  const all = (await gateway.cli('ticket', 'file', 'PT-1', '--out', out)).trim().split('\n');
  expect(all.map(path => basename(path))).toEqual(['screen.png', 'log (3).pdf', 'guide.pdf', 'Filmé.mov']);
  await expect(gateway.cli('ticket', 'file', 'PT-1', '9')).rejects.toThrow('PT-1 has no file 9');
});

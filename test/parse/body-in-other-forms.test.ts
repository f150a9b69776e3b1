// What an author shows in other forms than text: pictures pasted into HTML, invitations, RTF, signed mail, stubs.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeBytes } from '../../src/mail/words/charset.ts';
import { readBytes } from './reading.ts';

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

const mail = (type: string, body: string, more = '') =>
  `From: Ada <ada@clinic.example>\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: ${type}\r\n${more}\r\n${body}`;

const multipart = (kind: string, ...parts: string[]) =>
  mail(`multipart/${kind}; boundary=b`, `${parts.map(part => `--b\r\n${part}\r\n`).join('')}--b--\r\n`);

test('a picture pasted as a data: URI becomes a file, shown where it stood, however the bytes arrive', async () => {
  const uri = `data:image/png;base64,${png.toString('base64')}`;
  const html = `<p>Ecco:</p><p><img src="${uri}"></p><p>e <img src='${uri.replaceAll('=', '%3D')}'> da ieri</p>`;
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 700 }), async size => {
      const { message, kept } = await readBytes(mail('text/html; charset=utf-8', html), size);
      expect(kept.map(file => file.equals(png))).toEqual([true, true]);
      expect(message.attachments).toMatchObject([
        { name: 'attachment-1.png', contentType: 'image/png', inline: true },
        { name: 'attachment-2.png', contentType: 'image/png', inline: true },
      ]);
      expect(message.text.replace(/\s+/g, ' ')).toBe('Ecco: e da ieri');
      for (const { contentId } of message.attachments) expect(message.html).toContain(`src="cid:${contentId}"`);
    }),
    { numRuns: 15 },
  );
});

test('a pasted picture does not use up the room for words', async () => {
  const uri = `data:image/png;base64,${Buffer.concat([png, Buffer.alloc(3_000_000)]).toString('base64')}`;
  const { message } = await readBytes(mail('text/html', `<img src="${uri}"><p>Since noon.</p>`));
  expect(message).toMatchObject({ text: 'Since noon.', problems: [], attachments: [{ size: 3_000_000 + png.length }] });
});

test('a data: URI that is not in base64 becomes a file, too, however the bytes arrive', async () => {
  const gif = Buffer.from('47494638396101000100800000ffffff0000002c00000000010001000002024401003b', 'hex');
  const escaped = [...gif].map(byte => `%${byte.toString(16).padStart(2, '0')}`).join('');
  const svg = "<svg xmlns='http://www.w3.org/2000/svg'/>";
  const html = `<p>A <img src="data:image/gif,${escaped}"> b <img src="data:image/svg+xml;utf8,${svg}"> c <img src=data:image/gif,${escaped}> d</p>`;
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 300 }), async size => {
      const { message, kept } = await readBytes(mail('text/html; charset=utf-8', html), size);
      expect(kept.map(bytes => bytes.toString('latin1'))).toEqual(
        [gif, Buffer.from(svg), gif].map(b => b.toString('latin1')),
      );
      expect(message.text.replace(/\s+/g, ' ')).toBe('A b c d');
    }),
    { numRuns: 15 },
  );
});

test('text about data: URIs, and fonts of a style, are no files', async () => {
  const html = `<style>@font-face{src:url("data:font/woff2;base64,AAAA")}</style><p>It shows data:image/png;base64,AAAA instead.</p>`;
  const { message } = await readBytes(mail('text/html', html));
  expect(message).toMatchObject({ text: 'It shows data:image/png;base64,AAAA instead.', attachments: [] });
});

test('a picture that the HTML does not show is a file, whatever its disposition', async () => {
  const picture = (disposition: string) =>
    `Content-Type: image/png; name=shot.png\r\nContent-Disposition: ${disposition}\r\nContent-ID: <shot@x>\r\nContent-Transfer-Encoding: base64\r\n\r\n${png.toString('base64')}`;
  const html = (body: string) => `Content-Type: text/html\r\n\r\n${body}`;
  const inline = async (raw: string) => (await readBytes(raw)).message.attachments.map(each => each.inline);
  expect(await inline(multipart('related', html('<img src="cid:shot@x">'), picture('inline')))).toEqual([true]);
  expect(await inline(multipart('related', html('<img src="cid:shot@x">'), picture('attachment')))).toEqual([true]);
  // Apple Mail.
  expect(await inline(multipart('related', html('<attachment id="shot@x"></attachment>'), picture('inline')))).toEqual([
    false,
  ]);
  expect(await inline(multipart('mixed', 'Content-Type: text/plain\r\n\r\nSee:', picture('inline')))).toEqual([false]);
});

const event = (...lines: string[]) =>
  ['BEGIN:VCALENDAR', 'METHOD:REQUEST', 'BEGIN:VEVENT', ...lines, 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n');

test.each([
  [
    'a zone by name',
    [
      'SUMMARY;LANGUAGE=it-IT:Ricette ferme',
      'DTSTART;TZID=Europe/Rome:20261202T100000',
      'DTEND;TZID=Europe/Rome:20261202T103000',
      'LOCATION:Sala 2',
      'ORGANIZER;CN=Ada Villa:mailto:ada@clinic.example',
      'DESCRIPTION:Non si salva:\\nerrore 500\\, sempre',
    ],
    'Ricette ferme\nQuando: 2026-12-02 10:00–10:30 (Europe/Rome, UTC+01:00)\nLuogo: Sala 2\nOrganizzatore: Ada Villa <ada@clinic.example>\n\nNon si salva:\nerrore 500, sempre',
  ],
  [
    'UTC and a duration',
    ['SUMMARY:Call', 'DTSTART:20261202T100000Z', 'DURATION:PT90M'],
    'Call\nWhen: 2026-12-02 10:00–11:30 (UTC)',
  ],
  [
    'a whole day',
    ['SUMMARY;LANGUAGE=de-DE:Umzug', 'DTSTART;VALUE=DATE:20261202', 'DTEND;VALUE=DATE:20261203'],
    'Umzug\nWann: 2026-12-02',
  ],
  [
    'two days, and a folded line',
    ['SUMMARY;LANGUAGE=fr:Panne du', '  portail', 'DTSTART;VALUE=DATE:20261202', 'DTEND;VALUE=DATE:20261204'],
    'Panne du portail\nQuand: 2026-12-02 – 2026-12-03',
  ],
])('an invitation alone is read as text, and kept: %s', async (_, lines, text) => {
  const { message, kept } = await readBytes(mail('text/calendar; charset=utf-8; method=REQUEST', event(...lines)));
  expect(message.text).toBe(text);
  expect(message.attachments).toMatchObject([{ name: 'invite.ics', contentType: 'text/calendar' }]);
  expect(kept[0]?.toString()).toBe(event(...lines));
});

const observances = {
  standard: [
    'BEGIN:STANDARD',
    'DTSTART:16010101T030000',
    'TZOFFSETFROM:+0200',
    'TZOFFSETTO:+0100',
    'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10',
    'END:STANDARD',
  ],
  daylight: [
    'BEGIN:DAYLIGHT',
    'DTSTART:16010101T020000',
    'TZOFFSETFROM:+0100',
    'TZOFFSETTO:+0200',
    'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3',
    'END:DAYLIGHT',
  ],
  beginsLater: ['BEGIN:STANDARD', 'DTSTART:20301101T030000', 'TZOFFSETFROM:+0200', 'TZOFFSETTO:+0100', 'END:STANDARD'],
  withoutStart: ['BEGIN:STANDARD', 'TZOFFSETFROM:+0530', 'TZOFFSETTO:+0530', 'END:STANDARD'],
  empty: ['BEGIN:STANDARD', 'END:STANDARD'],
};
const zone = (name: string, ...lines: string[]) => ['BEGIN:VTIMEZONE', `TZID:${name}`, ...lines, 'END:VTIMEZONE'];
const bothOf = [...observances.standard, ...observances.daylight];

test.each<[tzid: string, shown: string, definition?: string[]]>([
  ['Europe/Rome', ' (Europe/Rome, UTC+02:00)'],
  ['europe/rome', ' (europe/rome, UTC+02:00)'],
  ['Asia/Calcutta', ' (Asia/Calcutta, UTC+05:30)'],
  ['America/Argentina/Buenos_Aires', ' (America/Argentina/Buenos_Aires, UTC-03:00)'],
  ['W. Europe Standard Time', ' (W. Europe Standard Time, UTC+02:00)'],
  ['GMT Standard Time', ' (GMT Standard Time, UTC+01:00)'],
  ['Newfoundland Standard Time', ' (Newfoundland Standard Time, UTC-02:30)'],
  ['"(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna"', ' (Europe/Amsterdam, UTC+02:00)'],
  ['"(UTC+00:00) Dublin, Edinburgh, Lisbon, London"', ' (Europe/Dublin, UTC+01:00)'],
  ['/mozilla.org/20070129_1/Europe/Berlin', ' (Europe/Berlin, UTC+02:00)'],
  ['/freeassociation.sourceforge.net/Europe/Rome', ' (Europe/Rome, UTC+02:00)'],
  ['GMT+0200', ' (GMT+0200, UTC+02:00)'],
  ['UTC', ' (UTC)'],
  ['Etc/UTC', ' (UTC)'],
  ['tzone://Microsoft/Utc', ' (UTC)'],
  ['tzone://Microsoft/Custom', ''],
  ['tzone://Microsoft/Custom', ' (UTC+02:00)', zone('tzone://Microsoft/Custom', ...bothOf)],
  ['Customized Time Zone', ' (UTC+02:00)', zone('Customized Time Zone', ...bothOf)],
  ['Customized Time Zone', ' (Customized Time Zone)', zone('Customized Time Zone')],
  ['Our ward', ' (Our ward, UTC+02:00)', zone('Our ward', ...bothOf)],
  ['Our ward', ' (Our ward, UTC+02:00)', zone('Another', ...bothOf)],
  ['Our ward', ' (Our ward, UTC+02:00)', zone('Our ward', ...observances.beginsLater)],
  ['Our ward', ' (Our ward, UTC+05:30)', zone('Our ward', ...observances.withoutStart)],
  ['Our ward', ' (Our ward)', zone('Our ward', ...observances.empty)],
  ['Our ward', ' (Our ward)'],
  ['Europe/Rome', ' (Europe/Rome, UTC+02:00)', zone('Europe/Rome', ...observances.empty)],
  ['Romance Standard Time', ' (Romance Standard Time, UTC+02:00)', zone('Romance Standard Time')],
])('the time of an invitation in the zone %s is shown as it stands%s', async (tzid, shown, definition = []) => {
  const raw = ['BEGIN:VCALENDAR', ...definition, 'BEGIN:VEVENT', 'SUMMARY:Call', `DTSTART;TZID=${tzid}:20260702T100000`]
    .concat('END:VEVENT', 'END:VCALENDAR', '')
    .join('\r\n');
  const { message } = await readBytes(mail('text/calendar; charset=utf-8', raw));
  expect(message.text).toBe(`Call\nWhen: 2026-07-02 10:00${shown}`);
});

test.each([
  ['20261025T013000', '20261025T040000', ' (Europe/Rome, UTC+02:00) – 2026-10-25 04:00 (Europe/Rome, UTC+01:00)'],
  ['20260329T033000', '20260329T040000', '–04:00 (Europe/Rome, UTC+02:00)'],
  ['20260702T220000', '20260703T010000', ' – 2026-07-03 01:00 (Europe/Rome, UTC+02:00)'],
])('an event from %s to %s, over a change of clocks or not', async (from, to, shown) => {
  const lines = ['SUMMARY:Call', `DTSTART;TZID=Europe/Rome:${from}`, `DTEND;TZID=Europe/Rome:${to}`];
  const { message } = await readBytes(mail('text/calendar', event(...lines)));
  expect(message.text.endsWith(shown)).toBe(true);
});

test('an invitation beside HTML adds what the HTML does not say', async () => {
  const calendar = event('SUMMARY:Call', 'DTSTART:20261202T100000Z', 'DESCRIPTION:We show you the fault.');
  const read = async (html: string) =>
    (
      await readBytes(
        multipart(
          'alternative',
          `Content-Type: text/html\r\n\r\n${html}`,
          `Content-Type: text/calendar\r\n\r\n${calendar}`,
        ),
      )
    ).message.text;
  expect(await read('<p>We show you<br>the fault.</p>')).toBe(
    'Call\nWhen: 2026-12-02 10:00 (UTC)\n\nWe show you\nthe fault.',
  );
  expect(await read('<p>Please come.</p>')).toBe(
    'Call\nWhen: 2026-12-02 10:00 (UTC)\n\nWe show you the fault.\n\nPlease come.',
  );
});

test('a calendar that cannot be read is kept as a file', async () => {
  const { message } = await readBytes(mail('text/calendar', 'BEGIN:VCALENDAR\r\nSUMMARY'));
  expect(message).toMatchObject({ text: '', attachments: [{ name: 'invite.ics' }] });
});

test.each(['text/rtf', 'application/rtf'])('a body of %s only is read, and kept', async type => {
  const rtf = String.raw`{\rtf1\ansi\ansicpg1252 {\fonttbl{\f0 Arial;}}La stampante \'e8 ferma.\par Grazie}`;
  const { message } = await readBytes(mail(type, rtf));
  expect(message.text).toBe('La stampante è ferma.\nGrazie');
  expect(message.attachments).toMatchObject([{ name: 'attachment-1.rtf' }]);
});

test('a signed mail that says only that it is octets is opened; a signed document stays a file', async () => {
  const inner = 'Content-Type: text/plain; charset=utf-8\r\n\r\nDie Akte öffnet nicht.\r\n';
  const octets = signedDataOf(Buffer.from(inner));
  const as = (type: string, name: string) =>
    readBytes(
      mail(
        `${type}; name="${name}"`,
        octets.toString('base64'),
        `Content-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n`,
      ),
    );
  expect((await as('application/octet-stream', 'smime.p7m')).message.text).toBe('Die Akte öffnet nicht.\n');
  for (const type of ['application/octet-stream', 'application/pkcs7-mime']) {
    const { message } = await as(type, 'vertrag.pdf.p7m');
    expect(message).toMatchObject({ text: '', attachments: [{ name: 'vertrag.pdf.p7m' }] });
  }
});

/** SignedData (RFC 5652 section 5.1) without certificates and signers. */
function signedDataOf(content: Buffer): Buffer {
  const of = (tag: number, ...inner: Buffer[]) => {
    const bytes = Buffer.concat(inner);
    return Buffer.concat([Buffer.from([tag, 0x82, bytes.length >> 8, bytes.length & 255]), bytes]);
  };
  const oid = (last: string) => Buffer.from(`06092a864886f70d0107${last}`, 'hex');
  const data = of(0x30, oid('01'), of(0xa0, of(0x04, content)));
  return of(0x30, oid('02'), of(0xa0, of(0x30, Buffer.from([2, 1, 1]), of(0x31), data, of(0x31))));
}

test.each([
  'This message is in HTML format. Please use an HTML-capable mail client.',
  'Questo messaggio è in formato HTML.',
  'Ihr E-Mail-Programm kann diese Nachricht nicht anzeigen: sie ist HTML.',
  'Your mail program does not support rich text.',
  'Please view this message in your browser.',
])('a plain part that only points to the HTML is not read: %s', async stub => {
  const html = '<p>Agenda vuota da ieri.</p>';
  const { message } = await readBytes(
    multipart(
      'alternative',
      `Content-Type: text/plain; charset=utf-8\r\n\r\n${stub}`,
      `Content-Type: text/html\r\n\r\n${html}`,
    ),
  );
  expect(message.text).toBe('Agenda vuota da ieri.');
});

test('traces of pictures and doubled links are no text; other links stay', async () => {
  const plain =
    'Ecco: [cid:image001.png@01DD.A1]\r\nhttps://a.example/x<https://a.example/x> e ada@x.example<mailto:ada@x.example>\r\nportale<https://b.example> [cid: no]';
  const { message } = await readBytes(
    multipart(
      'alternative',
      `Content-Type: text/plain\r\n\r\n${plain}`,
      `Content-Type: text/html\r\n\r\n<p>Ecco portale</p>`,
    ),
  );
  expect(message.text.trim()).toBe('Ecco: \nhttps://a.example/x e ada@x.example\nportale<https://b.example> [cid: no]');
});

test('Shift_JIS and EUC-JP that are labelled ISO-2022-JP', () => {
  const shiftJis = Buffer.from('838d834f8343839382c582ab82c882a2', 'hex');
  const eucJp = Buffer.from('a5eda5b0a5a4a5f3a4c7a4ada4caa4a4', 'hex');
  for (const bytes of [shiftJis, eucJp]) expect(decodeBytes(bytes, 'iso-2022-jp')).toBe('ログインできない');
});

test('a raw 8-bit file name is in the charset that the subject or an earlier part names', async () => {
  const name = Buffer.from('e8e9', 'hex').toString('latin1');
  const parts = (charset: string, subject: string) =>
    Buffer.from(
      multipart(
        'mixed',
        `Content-Type: text/plain; charset=${charset}\r\n\r\nx`,
        `Content-Type: application/pdf; name="${name}.pdf"\r\n\r\n%PDF-`,
      ).replace('Subject: x', `Subject: ${subject}`),
      'latin1',
    );
  const named = async (raw: Buffer) => (await readBytes(raw)).message.attachments[0]?.name;
  expect(await named(parts('windows-1251', 'x'))).toBe('ий.pdf');
  expect(await named(parts('us-ascii', '=?windows-1253?Q?=E1?='))).toBe('θι.pdf');
  expect(await named(parts('us-ascii', 'x'))).toBe('èé.pdf');
});

test('uuencoded data without its first line is decoded', async () => {
  const { kept } = await readBytes(
    mail('application/octet-stream; name=a.txt', '#0V%T\r\n`\r\nend\r\n', 'Content-Transfer-Encoding: x-uuencode\r\n'),
  );
  expect(kept[0]?.toString()).toBe('Cat');
});

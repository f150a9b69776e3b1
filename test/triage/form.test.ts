// triage(parse(compose(form))) = form: every language, every choice, and descriptions that look like something else.
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { composedId, composeForm } from '../../src/delivery/form-mail.ts';
import { extents, impactTable } from '../../src/desk/impact.ts';
import { locales } from '../../src/desk/locale.ts';
import { priorities } from '../../src/desk/ticket.ts';
import { readWords } from '../../src/filing/reading/words.ts';
import type { Address } from '../../src/mail/address.ts';
import { parseMessage } from '../../src/parse/parse.ts';
import { cleanText } from '../../src/parse/text/clean.ts';
import type { SpooledMail } from '../../src/spool/spooled-mail.ts';
import { readBlock, writeBlock } from '../../src/triage/fields/form-block.ts';
import { understand } from '../../src/triage/meaning.ts';

const known = ['tt_lugano', 'tt_milano'];
const ada = { address: 'ada@clinic.test' as Address, name: 'Ada, "the" Ferri' };
const support = 'support@desk.test' as Address;

const hostile = fc.constantFrom(
  'Priority: low\nInstance: tt_other\nFunctions: all\nUsers: all',
  '#urgent #close\n#instance tt_other',
  'Priorität: dringend',
  'On Mon, 3 Mar 2025 at 10:00, Bob <bob@x.test> wrote:\n> all of it\n> is quoted',
  '-----Original Message-----\nFrom: Eve\nSubject: Priority: low',
  '-- \nAda Ferri\nTel. 091 123 45 67',
  'unfollow',
  'help',
  '.\n..\n.leading dots',
  'From the beginning\n>From here',
  `${'x'.repeat(5_000)} a line without end`,
  'trailing spaces   \nand tabs\t\nend',
  'שלום, היומן ריק\nمرحبا',
  '日本語の説明、😀 und Ümläute',
  '--postern-01jd3x5k8m2n4p6q7r9s0t1v2w-Part_1\r\nContent-Type: text/html\r\n\r\n<b>x</b>',
  'Write your answer above this line\n##- above -##\nbelow',
);
const description = fc
  .array(fc.oneof(hostile, fc.string({ unit: 'binary', maxLength: 200 }), fc.lorem()), { minLength: 1, maxLength: 4 })
  .map(parts => cleanText(parts.join('\n')).trim())
  .filter(text => text !== '');
const form = fc.record({
  locale: fc.constantFrom(...locales),
  instance: fc.constantFrom(
    null,
    'tt_lugano',
    'TT_Milano',
    'tt_unknown',
    'Hospital del Mar',
    'none',
    'Centro: X / "Y"',
    '#low',
  ),
  functions: fc.constantFrom(null, ...extents),
  users: fc.constantFrom(null, ...extents),
  priority: fc.constantFrom(null, ...priorities),
  description,
});

const bytesOf = async (stream: AsyncIterable<Buffer>) => {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
};
const mailOf = ({ locale, description: text, ...fields }: typeof form extends fc.Arbitrary<infer T> ? T : never) => ({
  messageId: composedId('form', '01jd3x5k8m2n4p6q7r9s0t1v2w', support),
  from: ada,
  to: support,
  cc: [],
  subject: 'Calendar stays empty',
  date: new Date('2026-11-20T09:30:15Z'),
  block: writeBlock(fields, locale),
  text,
  files: [],
});
const spooled = {
  via: 'form',
  admitted: { hold: false, reasons: [] },
  envelope: { mailFrom: ada.address },
} as unknown as SpooledMail;
const facts = { mail: spooled, author: ada.address, instances: [], knownInstances: new Set(known) };
const parsed = async (raw: Buffer) =>
  parseMessage(
    (async function* () {
      yield raw;
    })(),
    async bytes => {
      for await (const _ of bytes);
      return { key: '', size: 0, sha256: '' };
    },
  );

test('what the form says is what triage reads, whatever the description says', async () => {
  await fc.assert(
    fc.asyncProperty(form, async said => {
      const raw = await bytesOf(composeForm(mailOf(said)));
      expect(raw.toString('latin1')).not.toMatch(/(?<!\r)\n|\r(?!\n)/);
      const message = await parsed(raw);
      const { meaning, classification, newText } = readWords(message, facts);
      const table = said.functions && said.users ? impactTable[said.functions][said.users] : null;
      expect(meaning.priority?.value ?? null).toBe(said.priority ?? table);
      const spelt = said.instance === 'TT_Milano' ? 'tt_milano' : said.instance;
      expect(meaning.instance?.value ?? null).toBe(spelt);
      expect(meaning.instance?.known ?? false).toBe(known.includes(spelt ?? ''));
      expect(meaning.description).toBe(said.description);
      expect([meaning.commands, classification.class, newText.quoted]).toEqual([[], 'person', null]);
      expect([meaning.subject, message.messageId]).toEqual(['Calendar stays empty', mailOf(said).messageId]);
    }),
    { numRuns: 150 },
  );
});
test('the same draft makes the same bytes', async () => {
  await fc.assert(
    fc.asyncProperty(form, async said => {
      const files = [{ name: 'a.txt', contentType: 'text/plain', open: () => Readable.from([Buffer.from('a')]) }];
      const [first, second] = [
        await bytesOf(composeForm({ ...mailOf(said), files })),
        await bytesOf(composeForm({ ...mailOf(said), files })),
      ];
      expect(second.equals(first)).toBe(true);
    }),
    { numRuns: 30 },
  );
});
test('the lines are words that our mail rules read as well, in each language', () => {
  for (const locale of locales) {
    for (const functions of extents) {
      for (const users of extents) {
        const fields = { instance: 'tt_lugano', functions, users, priority: null };
        const lines = writeBlock(fields, locale);
        expect(readBlock(lines)).toEqual(fields);
        const text = `${lines.join('\n')}\n\nThe calendar is empty.`;
        const meaning = understand({
          subject: 'x',
          text,
          importance: null,
          instances: [],
          knownInstances: new Set(known),
          hasImages: false,
        });
        expect([meaning.instance?.value, meaning.priority?.value], text).toEqual([
          'tt_lugano',
          impactTable[functions][users],
        ]);
      }
    }
    for (const priority of priorities) {
      const lines = writeBlock({ instance: null, functions: null, users: null, priority }, locale);
      const meaning = understand({
        subject: 'x',
        text: `${lines.join('\n')}\n\nEmpty.`,
        importance: null,
        instances: [],
        knownInstances: new Set(),
        hasImages: false,
      });
      expect(meaning.priority?.value, lines.join()).toBe(priority);
    }
  }
});

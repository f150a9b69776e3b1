import fc from 'fast-check';
import MailComposer from 'nodemailer/lib/mail-composer';
import { expect, test } from 'vitest';
import { compose } from '../../../src/delivery/compose.ts';
import { wholeMail } from '../../../src/delivery/relay/whole.ts';
import { loadTemplates } from '../../../src/delivery/templates/templates.ts';
import { locales } from '../../../src/desk/locale.ts';
import type { OutgoingMail } from '../../../src/desk/notice.ts';
import { kinds, notices, outgoing } from '../../support/outgoing.ts';
import { bytesOf } from '../../support/wire.ts';

const templates = loadTemplates(null);
const inOneGo = (mail: OutgoingMail): string | undefined =>
  wholeMail(new MailComposer(compose(mail, templates).message).compile())?.toString('latin1');
const streamed = (mail: OutgoingMail): Promise<string> => bytesOf(compose(mail, templates));
const saying = (text: string): OutgoingMail => outgoing({ ...notices.reply, text });

test.each(locales.flatMap(locale => kinds.map(kind => [kind, locale] as const)))(
  'a %s in %s is what nodemailer would stream',
  async (kind, locale) => {
    const mail = outgoing(notices[kind], { locale });
    expect(inOneGo(mail)).toBe(await streamed(mail));
  },
);
test.each([
  ['dots', '.\n..\n.a'],
  ['a line without an end', 'word '.repeat(400)],
  ['a word without an end', 'x'.repeat(3_000)],
  ['blanks at the end of lines', 'a \nb\t\n c  '],
  ['another alphabet', 'Страница бронирования показывает ошибку. '.repeat(30)],
  ['pairs', '😀'.repeat(120)],
  ['equals signs', '=3D=\n==\n=2E'],
])('%s', async (_, text) => {
  expect(inOneGo(saying(text))).toBe(await streamed(saying(text)));
});
test('any text', async () => {
  const lines = fc.array(fc.string({ unit: 'grapheme', maxLength: 200 }), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(lines, async each => {
      const mail = saying(each.join('\n'));
      expect(inOneGo(mail)).toBe(await streamed(mail));
    }),
    { numRuns: 100 },
  );
});
test('a mail with a file, or with a very long text, is streamed', () => {
  const { message } = compose(outgoing(notices.receipt), templates);
  const withFile = { ...message, attachments: [{ filename: 'a.txt', content: Buffer.from('a') }] };
  expect(wholeMail(new MailComposer(withFile).compile())).toBeNull();
  expect(wholeMail(new MailComposer({ ...message, text: 'a'.repeat(40_000) }).compile())).toBeNull();
});

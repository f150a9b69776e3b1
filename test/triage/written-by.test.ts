// CHECKLIST D1 to D3, on whole mails: who made it. No person may ever be taken for a machine.
import { expect, test } from 'vitest';
import type { Address } from '../../src/mail/address.ts';
import { authorOf } from '../../src/mail/author.ts';
import { classify } from '../../src/triage/machine/machine.ts';
import { readBytes } from '../parse/reading.ts';
import { writtenBy } from '../support/written-by.ts';

test.each(writtenBy)('$class: $name', async ({ class: made, raw, mailFrom }) => {
  const { message } = await readBytes(raw);
  const author = authorOf(message.header);
  const found = classify({
    mailFrom: mailFrom as Address | null,
    author: author.kind === 'author' ? author.mailbox.address : null,
    header: message.header,
    subject: message.subject,
    text: message.text,
    report: message.report,
    attachmentTypes: message.attachments.map(({ contentType }) => contentType),
  });
  expect(found.class === 'person').toBe(made === 'person');
  expect(found.class, found.evidence.join(', ')).toBe(made);
});

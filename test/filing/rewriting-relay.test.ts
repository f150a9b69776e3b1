// A relay that puts a Message-ID of its own on our mail, as Amazon SES does, and says it in its 250.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MailView } from '../../src/tickets/views/mail-view.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';
import { field, post, until } from '../support/post.ts';
import { type Smarthost, startSmarthost } from '../support/smarthost.ts';

let smarthost: Smarthost;
let gateway: TestGateway;
let turn = 0;

beforeAll(async () => {
  smarthost = await startSmarthost();
  gateway = await startTestGateway({ RELAY_URL: `smtp://127.0.0.1:${smarthost.port}` });
  await gateway.cli('admin', 'add', '@corp.test');
});
afterAll(async () => {
  await gateway?.remove();
  await smarthost?.close();
});

const idOfMail = '0102018b5c3c0a4f-0a1b2c3d-1a2b-4c3d-8e9f-0123456789ab-000000';
/** The receipt as it arrives: `form` is the relay's 250 and what it writes into the mail. */
async function receipt({ accepted, id }: { accepted: string; id: string }) {
  turn += 1;
  smarthost.follow({ accepted });
  const count = smarthost.received.length;
  const text = `It is the matter number ${turn}.`;
  // No id of the author's, so that nothing but the relay's leads back.
  await post(gateway.smtpPort(), {
    to: 'support@mx.test',
    fields: { From: 'alice@corp.test', Subject: `matter ${turn}`, 'Message-ID': '' },
    text,
  });
  const { raw } = await until('a receipt', () =>
    smarthost.received.slice(count).find(mail => field(mail.raw, 'subject').endsWith(`matter ${turn}`)),
  );
  const ticket = Number(/\[PT-(\d+)\]/.exec(field(raw, 'subject'))?.[1]);
  await until('it to be written down', async () => {
    const { deliveries } = await gateway.json<{ deliveries: { state: string }[] }>('ticket', 'show', `PT-${ticket}`);
    return deliveries[0]?.state === 'sent';
  });
  return { id, ticket, raw };
}
/** A reply whose reply address and tag got lost, and nothing is left but what it answers. */
async function bareReply(from: string, id: string) {
  const before = (await gateway.json<MailView[]>('mail', 'list')).length;
  const fields = { From: from, Subject: 'Something else', 'In-Reply-To': id };
  await post(gateway.smtpPort(), { to: 'support@mx.test', fields, text: `An answer, ${Math.random()}.` });
  return until('the reply to be filed', async () => {
    const mail = (await gateway.json<MailView[]>('mail', 'list'))[before];
    return mail && mail.disposition !== 'pending' && mail;
  });
}

test('an answer to the relay’s Message-ID finds the thread, for people on it', async () => {
  const form = { accepted: `Ok ${idOfMail}`, id: `<${idOfMail}@eu-west-1.amazonses.com>` };
  const { id, ticket } = await receipt(form);
  const reply = await bareReply('alice@corp.test', id);
  expect([reply.disposition, reply.ticket]).toEqual(['added', `PT-${ticket}`]);
  const other = await bareReply('bob@corp.test', id);
  expect(other.ticket).not.toBe(`PT-${ticket}`);
});

test('our next mail refers to the id that the recipient has, beside ours', async () => {
  const id = '<Y@a.prod.outlook.com>';
  const { ticket, raw } = await receipt({ accepted: `2.0.0 OK ${id} [Hostname=a]`, id });
  await gateway.cli('ticket', 'set', `PT-${ticket}`, '--priority', 'high');
  const isChange = (mail: string) => field(mail, 'subject') === field(raw, 'subject') && mail !== raw;
  const change = await until('the change', () => smarthost.received.find(mail => isChange(mail.raw)));
  expect(field(change.raw, 'in-reply-to')).toBe(id);
  expect(field(change.raw, 'references')).toContain(field(raw, 'message-id'));
});

// The one way in. SMTP, the form and the API hand a mail to `receive`: the same checks, the same bytes, the same id.
//
// The bytes stream into a draft of the spool while the header is kept; admission decides on them; the
// draft is committed and synced before `received` is answered. A refused mail leaves nothing behind.
import type { Mailbox } from '../mail/address.ts';
import type { Arrival } from '../mail/arrival.ts';
import { fieldValues, type Header } from '../mail/header.ts';
import { watchLineEnds } from '../mail/line-ends.ts';
import { newId } from '../mail/new-id.ts';
import { repeatedSingletons } from '../mail/singletons.ts';
import type { Received, Refusal, Verdict } from '../mail/verdict.ts';
import type { Draft } from '../spool/spool.ts';
import type { SpooledMail } from '../spool/spooled-mail.ts';
import { watchHeader } from './header-watch.ts';
import { paced } from './throttle.ts';

/** The rooms that a mail passes before it is received; gateway/ supplies them. */
export type ReceivePorts = Readonly<{
  begin(id: string): Promise<Draft>;
  decide(arrival: Arrival, header: Header, bytes: () => AsyncIterable<Buffer>): Promise<Decision>;
  /** Called once the mail is safe; must not throw. */
  received(mail: SpooledMail): void;
  /** For the log; `decision` is null where admission was not asked. Must not throw. */
  refused(refusal: Refusal, arrival: Arrival, decision: Decision | null): void;
}>;
export type Decision = Readonly<{
  verdict: Verdict;
  author: Mailbox | null;
  authentication: SpooledMail['authentication'];
}>;

// Postfix's hopcount_limit; a mail that was round fifty times will not arrive the fifty-first.
const maxHops = 50;

/** Streams one mail into the spool. Rejects where it cannot be made durable, or `bytes` fail; then nothing is kept. */
export async function receive(ports: ReceivePorts, arrival: Arrival, bytes: AsyncIterable<Buffer>): Promise<Received> {
  const id = newId();
  const draft = await ports.begin(id);
  const refuse = (refusal: Refusal, decision: Decision | null): Received => {
    ports.refused(refusal, arrival, decision);
    return { kind: 'refused', refusal };
  };
  try {
    const { header, refusal } = await write(draft, bytes);
    if (refusal) return refuse(refusal, null);
    const decision = await ports.decide(arrival, header, () => paced(draft.read()));
    const { verdict, author, authentication } = decision;
    if (verdict.kind === 'refuse') return refuse(verdict.refusal, decision);
    const mail = describe({ id, arrival, author, authentication, verdict });
    ports.received({ ...mail, size: await draft.commit(mail) });
    return { kind: 'received', id };
  } finally {
    await draft.discard();
  }
}

/**
 * All bytes are read, also those of a mail that is refused already: an SMTP client listens only after
 * its final dot, and what we left unread would be taken for commands.
 */
async function write(draft: Draft, bytes: AsyncIterable<Buffer>): Promise<{ header: Header; refusal: Refusal | null }> {
  const header = watchHeader();
  const lineEnds = watchLineEnds();
  let failure: unknown = null;
  for await (const chunk of bytes) {
    header.see(chunk);
    lineEnds.see(chunk);
    if (failure || header.tooBig() || lineEnds.bare()) continue;
    await draft.write(chunk).catch(cause => {
      failure = cause;
    });
  }
  lineEnds.end();
  if (failure) throw failure;
  const refusal = header.tooBig() ? 'header-too-big' : lineEnds.bare() ? 'bare-line-end' : refusalOf(header.header());
  return { header: header.header(), refusal };
}

function refusalOf(header: Header): Refusal | null {
  if (repeatedSingletons(header).length > 0) return 'repeated-field';
  return fieldValues(header, 'received').length > maxHops ? 'mail-loop' : null;
}

function describe(mail: {
  id: string;
  arrival: Arrival;
  author: Mailbox | null;
  authentication: SpooledMail['authentication'];
  verdict: Exclude<Verdict, { kind: 'refuse' }>;
}): Omit<SpooledMail, 'size'> {
  const { id, arrival, author, authentication, verdict } = mail;
  const { via, ip, heloName, tls, mailFrom, rcptTo } = arrival;
  return {
    id,
    receivedAt: new Date().toISOString(),
    via,
    envelope: { mailFrom, rcptTo },
    author,
    peer: { ip, heloName, tls },
    authentication,
    admitted: {
      hold: verdict.kind === 'hold',
      reasons: verdict.reasons,
      ...(verdict.kind === 'hold' && verdict.awaitsThread ? { awaitsThread: true } : {}),
      ...(verdict.coveredFields ? { coveredFields: verdict.coveredFields } : {}),
    },
  };
}

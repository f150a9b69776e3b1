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
import type { Decision } from './decision.ts';
import { watchHeader } from './header-watch.ts';
import type { KeptRefusal, RefusedMail } from './keep-refused.ts';
import { paced } from './throttle.ts';

/** The rooms that a mail passes before it is received; gateway/ supplies them. */
export type ReceivePorts = Readonly<{
  begin(id: string): Promise<Draft>;
  decide(arrival: Arrival, header: Header, bytes: () => AsyncIterable<Buffer>): Promise<Decision>;
  /** Called once the mail is safe; must not throw. */
  received(mail: SpooledMail): void;
  /** How a mail that was refused is kept (RELAY_REFUSALS); null: it is not. */
  keep(refused: RefusedMail): KeptRefusal | null;
  /** For the log and the doctor. Must not throw. */
  refused(refused: RefusedMail, kept: KeptRefusal | null): void;
  maxMessageBytes: number;
}>;

// Postfix's hopcount_limit; a mail that was round fifty times will not arrive the fifty-first.
const maxHops = 50;

/** Streams one mail into the spool. Rejects where it cannot be made durable, or `bytes` fail; then nothing is kept. */
export async function receive(ports: ReceivePorts, arrival: Arrival, bytes: AsyncIterable<Buffer>): Promise<Received> {
  const id = newId();
  const draft = await ports.begin(id);
  const commit = async (mail: Omit<SpooledMail, 'size'>): Promise<Received> => {
    ports.received({ ...mail, size: await draft.commit(mail) });
    return { kind: 'received', id };
  };
  const refuse = async (refusal: Refusal, header: Header, decision: Decision | null): Promise<Received> => {
    const refused: RefusedMail = { refusal, arrival, header, decision };
    const kept = ports.keep(refused);
    ports.refused(refused, kept);
    return kept ? commit(describe({ id, arrival, ...kept })) : { kind: 'refused', refusal };
  };
  try {
    const { header, refusal } = await write(draft, bytes, ports.maxMessageBytes);
    if (refusal) return await refuse(refusal, header, null);
    const decision = await ports.decide(arrival, header, () => paced(draft.read()));
    const { verdict, author, authentication } = decision;
    if (verdict.kind === 'refuse') return await refuse(verdict.refusal, header, decision);
    return await commit(describe({ id, arrival, author, authentication, verdict }));
  } finally {
    await draft.discard();
  }
}

/**
 * All bytes are read, also those of a mail that is refused already: an SMTP client listens only after
 * its final dot, and what we left unread would be taken for commands.
 */
async function write(
  draft: Draft,
  bytes: AsyncIterable<Buffer>,
  maxBytes: number,
): Promise<{ header: Header; refusal: Refusal | null }> {
  const header = watchHeader();
  const lineEnds = watchLineEnds();
  let failure: unknown = null;
  let size = 0;
  for await (const chunk of bytes) {
    header.see(chunk);
    lineEnds.see(chunk);
    size += chunk.length;
    if (failure || size > maxBytes) continue;
    await draft.write(chunk).catch(cause => {
      failure = cause;
    });
  }
  lineEnds.end();
  if (failure) throw failure;
  if (size > maxBytes) return { header: header.header(), refusal: 'too-big' };
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
  refused?: SpooledMail['admitted']['refused'];
}): Omit<SpooledMail, 'size'> {
  const { id, arrival, author, authentication, verdict, refused } = mail;
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
      ...(refused ? { refused } : {}),
      ...(verdict.kind === 'hold' && verdict.awaitsThread ? { awaitsThread: true } : {}),
      ...(verdict.coveredFields ? { coveredFields: verdict.coveredFields } : {}),
    },
  };
}

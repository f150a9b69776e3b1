import type { Mailbox } from '../mail/address.ts';
import { fieldValues, type Header } from '../mail/header.ts';
import { watchLineEnds } from '../mail/line-ends.ts';
import { newId } from '../mail/new-id.ts';
import { repeatedSingletons } from '../mail/singletons.ts';
import type { Refusal, Verdict } from '../mail/verdict.ts';
import type { SmtpTransaction } from '../smtp/listener.ts';
import { refused, refusedWithGuide, SmtpReplyError } from '../smtp/replies.ts';
import type { Draft } from '../spool/spool.ts';
import type { SpooledMail } from '../spool/spooled-mail.ts';
import { watchHeader } from './header-watch.ts';
import { paced } from './throttle.ts';

/** The rooms that a mail passes before its 250; main.ts supplies them. */
export type TakePorts = Readonly<{
  begin(id: string): Promise<Draft>;
  decide(transaction: SmtpTransaction, header: Header, bytes: () => AsyncIterable<Buffer>): Promise<Decision>;
  /** Called once the mail is safe; must not throw. */
  taken(mail: SpooledMail): void;
  /** For whoever wonders where a mail is; `decision` is null where it did not come so far. Must not throw. */
  refused(refusal: Refusal, transaction: SmtpTransaction, decision: Decision | null): void;
  guideUrl: string | null;
}>;
export type Decision = Readonly<{
  verdict: Verdict;
  author: Mailbox | null;
  authentication: SpooledMail['authentication'];
}>;

// Postfix's hopcount_limit; a mail that was round fifty times will not arrive the fifty-first.
const maxHops = 50;

/** Streams one mail into the spool and answers its id; rejects with a reply, and nothing kept. */
export async function take(
  ports: TakePorts,
  transaction: SmtpTransaction,
  bytes: AsyncIterable<Buffer>,
): Promise<string> {
  const id = newId();
  const draft = await ports.begin(id);
  let decision: Decision | null = null;
  try {
    const header = await write(draft, bytes);
    decision = await ports.decide(transaction, header, () => paced(draft.read()));
    const { verdict, author, authentication } = decision;
    if (verdict.kind === 'refuse') throw refusedWithGuide(verdict.refusal, ports.guideUrl);
    const mail = describe({ id, transaction, author, authentication, verdict });
    ports.taken({ ...mail, size: await draft.commit(mail) });
    return id;
  } catch (cause) {
    if (cause instanceof SmtpReplyError) ports.refused(cause.refusal, transaction, decision);
    throw cause;
  } finally {
    await draft.discard();
  }
}

/**
 * All bytes are read, also those of a mail that is lost already: the client listens to us only after
 * its final dot, and what we left unread would be taken for commands.
 */
async function write(draft: Draft, bytes: AsyncIterable<Buffer>): Promise<Header> {
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
  if (refusal) throw refused(refusal);
  return header.header();
}

function refusalOf(header: Header): Refusal | null {
  if (repeatedSingletons(header).length > 0) return 'repeated-field';
  return fieldValues(header, 'received').length > maxHops ? 'mail-loop' : null;
}

function describe(taken: {
  id: string;
  transaction: SmtpTransaction;
  author: Mailbox | null;
  authentication: SpooledMail['authentication'];
  verdict: Exclude<Verdict, { kind: 'refuse' }>;
}): Omit<SpooledMail, 'size'> {
  const { id, transaction, author, authentication, verdict } = taken;
  const { ip, heloName, tls, mailFrom, rcptTo } = transaction;
  return {
    id,
    receivedAt: new Date().toISOString(),
    envelope: { mailFrom, rcptTo },
    author,
    peer: { ip, heloName, tls },
    authentication,
    admitted: {
      hold: verdict.kind === 'hold',
      reasons: verdict.reasons,
      ...(verdict.kind === 'hold' && verdict.forThread ? { forThread: true } : {}),
      ...(verdict.vouched ? { vouched: verdict.vouched } : {}),
    },
  };
}

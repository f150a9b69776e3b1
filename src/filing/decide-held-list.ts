// An agent answers the list of held mail: by its links, which name the mail in the subject, by `let in 2`, or by
// `let in` alone where the list has one mail.
import { decideHeldMail } from '../actions/held-mail.ts';
import type { Tx } from '../db/database.ts';
import { localeFor } from '../desk/desk.ts';
import type { Feedback } from '../desk/feedback.ts';
import { heldListIn } from '../outbox/asked.ts';
import { addToOutbox, withoutTicket } from '../outbox/outbox.ts';
import { type LettingIn, readLettingIn } from '../triage/commands/short-answer.ts';
import type { FilingResult, PersonMail } from './filed.ts';

type Decision = Readonly<{ say: LettingIn; mailId: string; words: string }>;
const maxLines = 50;

/** Null where the mail decides nothing. */
export async function decideHeldList(tx: Tx, { facts, desk }: PersonMail): Promise<FilingResult | null> {
  const { author, isAgent, message, mail } = facts;
  if (!isAgent || mail.admitted.released) return null;
  const listed = await heldListIn(tx, message.inReplyTo);
  const decisions = decisionsIn(facts, listed);
  if (decisions.length === 0) return null;
  const lines: Feedback[] = [];
  const outboxIds: string[] = [];
  const actor = { as: 'agent', mailbox: author, via: 'mail', mailId: mail.id } as const;
  for (const { say, mailId, words } of decisions) {
    const action = {
      do: say === 'out' ? 'keep-out' : 'let-in',
      mail: mailId,
      always: say === 'always',
      words,
    } as const;
    const done = await decideHeldMail(tx, action, actor, desk);
    lines.push(...('refused' in done ? [{ ...done.refused, words } as Feedback] : done.feedback));
    if (!('refused' in done)) outboxIds.push(...done.outboxIds);
  }
  const ticket = withoutTicket({ subject: message.subject, requester: author, openedAt: mail.receivedAt });
  const letter = {
    to: author,
    role: 'agent' as const,
    locale: localeFor(desk, author.address),
    notice: { kind: 'done' as const, lines },
  };
  const context = { ticket, support: desk.supports[0], openedBy: message.messageId };
  const reasons = decisions.map(({ say, mailId }) => `says of held mail ${mailId}: ${say}`);
  return {
    conclusion: { disposition: 'ignored', reasons },
    outboxIds: [...outboxIds, ...(await addToOutbox(tx, [letter], context))],
  };
}

function decisionsIn({ message, newText }: PersonMail['facts'], listed: readonly string[]): Decision[] {
  const linked = readLettingIn(message.subject, newText.text);
  if (linked?.mailId) return [{ say: linked.say, mailId: linked.mailId, words: linked.mailId }];
  if (listed.length === 0) return [];
  const numbered = newText.text
    .split('\n', maxLines)
    .map(line => /^(.{1,40}?)\s+#?(\d{1,2})[.!]?$/.exec(line.trim()))
    .flatMap(match => {
      const said = match && readLettingIn('', match[1]!);
      const mailId = match && listed[Number(match[2]) - 1];
      return said && mailId ? [{ say: said.say, mailId, words: match[0] }] : [];
    });
  if (numbered.length > 0) return numbered;
  const [only] = listed;
  return linked && only && listed.length === 1
    ? [{ say: linked.say, mailId: only, words: newText.text.slice(0, 60) }]
    : [];
}

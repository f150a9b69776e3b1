// Files several mails that open tickets in one transaction of a few statements: one that asks all that decides, one that searches for
// the same incidents, one that writes.
import { peopleOn } from '../../actions/tell.ts';
import type { Database, Tx } from '../../db/database.ts';
import type { Desk } from '../../desk/desk.ts';
import { rowOf } from '../../outbox/outbox.ts';
import { takeNumbers } from '../../tickets/numbers.ts';
import { type Candidate as Near, tellingWords, vectorOf } from '../../tickets/similar.ts';
import { ticketOfMail } from '../../tickets/ticket.ts';
import { ticketsNear } from '../../tickets/together/near.ts';
import { type Opened, writeOpened } from '../../tickets/together/write.ts';
import { type Background, likeliest } from '../../triage/incident/likeness.ts';
import { entryOf } from '../entry-of.ts';
import { lettersFor, reasonsFor, type Similar, similarOf } from '../opening.ts';
import { admittingDomain, blindCopy } from '../read-mail.ts';
import { type Answers, ask, plainOf } from './ask.ts';
import { type Candidate, candidateOf, type Readable } from './candidate.ts';
import { asWritten, type FiledTogether, none } from './filed-together.ts';
import { nearInBatch } from './near-in-batch.ts';

/** `leaseMs`: for so long the letters are the caller's to send. Rejects where all of them have to go one by one. */
export async function openTogether(
  db: Database,
  mails: readonly Readable[],
  { desk, leaseMs }: Readonly<{ desk: Desk; leaseMs: number }>,
): Promise<FiledTogether> {
  const candidates = mails.flatMap(mail => candidateOf(mail, desk) ?? []);
  if (candidates.length === 0) return none;
  return db.transaction(async tx => {
    const answers = await ask(tx, candidates, desk);
    const plain = inFront(candidates, await plainOf(tx, candidates, answers, desk));
    if (plain.length === 0) return none;
    const near = await nearOf(tx, plain, answers);
    const first = await takeNumbers(tx, plain.length);
    const opened: (Opened & Pick<Candidate, 'profile'>)[] = [];
    for (const [at, candidate] of plain.entries()) {
      const ticket = ticketRow(candidate, first + at);
      const known = [...nearInBatch(candidate, opened), ...near.get(at)!];
      const similar = likeliest(candidate.profile, known, answers.handOf(candidate)).map(similarOf);
      opened.push({ ...openedOf(candidate, { ticket, similar, desk }), profile: candidate.profile });
    }
    const until = await writeOpened(tx, opened, leaseMs);
    return {
      filed: new Map(
        opened.map(({ mail, ticket }) => [mail.id, { disposition: 'opened', ticketNumber: ticket.number }]),
      ),
      letters: opened.flatMap(({ letters }) => letters).map(row => asWritten(row, until)),
    };
  });
}

/** Those before the first that has to go alone, so that numbers follow the order of arrival. */
function inFront(candidates: readonly Candidate[], plain: readonly Candidate[]): readonly Candidate[] {
  const among = new Set(plain);
  const end = candidates.findIndex(candidate => !among.has(candidate));
  return end < 0 ? plain : candidates.slice(0, end);
}

function nearOf(tx: Tx, plain: readonly Candidate[], { handOf }: Answers): Promise<Map<number, Near[]>> {
  return ticketsNear(
    tx,
    plain.map((candidate, n) => searchFor(candidate, handOf(candidate), n)),
  );
}

const searchFor = ({ mail, facts, opened, profile }: Candidate, background: Background, n: number) => ({
  n,
  author: opened.requesterEmail,
  organisation: opened.organisation ?? null,
  domain: admittingDomain(facts),
  instance: opened.instance ?? null,
  instanceKnown: opened.instanceKnown ?? false,
  at: mail.receivedAt,
  words: tellingWords(profile, background),
});

/** The row as the database will have it. */
function ticketRow({ opened, profile }: Candidate, number: number): Opened['ticket'] {
  const now = new Date();
  return {
    number,
    subject: opened.subject,
    instance: opened.instance ?? null,
    instanceKnown: opened.instanceKnown ?? false,
    priority: opened.priority ?? null,
    status: 'new',
    requesterEmail: opened.requesterEmail,
    requesterName: opened.requesterName ?? null,
    organisation: opened.organisation ?? null,
    threadIndex: opened.threadIndex ?? null,
    locale: opened.locale ?? 'en',
    assignee: null,
    mergedInto: null,
    followUpOf: null,
    words: vectorOf(profile),
    statusSince: now,
    createdAt: opened.createdAt ?? now,
    updatedAt: now,
    shownAt: now,
  };
}

type With = Readonly<{ ticket: Opened['ticket']; similar: readonly Similar[]; desk: Desk }>;

function openedOf(candidate: Candidate, { ticket, similar, desk }: With): Opened {
  const { mail, facts, fingerprint, contentHash, shown, followers } = candidate;
  const { classification, message } = facts;
  const following = [...followers].sort((a, b) => (a.address < b.address ? -1 : 1));
  const isAnswered = !classification.suppressAnswer;
  const besides = { lines: blindCopy(facts, desk), origin: undefined, similar };
  const letters = lettersFor(peopleOn(desk, ticket, following), facts, {
    ...besides,
    ...{ ticket, desk, isAnswered, letter: {} },
  });
  const context = { ticket: ticketOfMail(ticket, following), support: desk.supports[0] };
  const chain = message.messageId === null ? [] : [message.messageId];
  const createdAt = new Date();
  return {
    mail,
    shown: { ...shown, fingerprint },
    ticket,
    entry: entryOf(facts, 'request'),
    followers: following,
    letters: letters.map(letter => ({ ...rowOf(letter, chain, context), createdAt })),
    conclusion: {
      disposition: 'opened',
      contentHash,
      reasons: [...reasonsFor(facts, besides), ...message.problems],
    },
  };
}

// What the database is asked about the candidates, and what its answers rule out.
import { peopleOn } from '../../actions/tell.ts';
import type { Tx } from '../../db/database.ts';
import type { Desk } from '../../desk/desk.ts';
import { signatureIdsOf } from '../../tickets/mail-record.ts';
import type { TicketRow } from '../../tickets/ticket.ts';
import { type Facts, factsOf, lockContents, type OpeningRow, requestsOf } from '../../tickets/together/facts.ts';
import type { Background } from '../../triage/incident/likeness.ts';
import { maySuspect, type Opened, suspicionOf } from '../loops/reactions.ts';
import { hourMs, lookBack, maxSaid, openingOf, soonMs } from '../loops/receipt-budget.ts';
import type { Candidate } from './candidate.ts';

export type Answers = Readonly<{ facts: Facts; handOf(candidate: Candidate): Background }>;

const dayMs = 86_400_000;

const authorOf = ({ facts }: Candidate): string => facts.author.address;
const timeOf = ({ mail }: Candidate): number => new Date(mail.receivedAt).getTime();
const handKey = ({ opened }: Candidate): string => opened.organisation ?? `\n${opened.requesterEmail}`;

export async function ask(tx: Tx, candidates: readonly Candidate[], desk: Desk): Promise<Answers> {
  await lockContents(tx, [...new Set(candidates.map(({ contentHash }) => contentHash))]);
  const earliest = Math.min(...candidates.map(timeOf));
  const hands = [...Map.groupBy(candidates, handKey)];
  const facts = await factsOf(tx, {
    mails: candidates.map(({ mail, facts: { message }, fingerprint, contentHash, followers }, n) => ({
      n,
      id: mail.id,
      fingerprint,
      contentHash,
      at: mail.receivedAt,
      awaited: followers.length > 0 ? message.messageId : null,
      signatures: signatureIdsOf(mail),
    })),
    hands: hands.map(([, of], n) => ({
      n,
      organisation: of[0]!.opened.organisation ?? null,
      author: of[0]!.opened.requesterEmail,
      dayBefore: new Date(earliest - dayMs).toISOString(),
      words: [...new Set(of.flatMap(({ profile }) => [...profile.keys()]))],
    })),
    authors: [...new Set(candidates.map(authorOf))],
    since: new Date(earliest - hourMs).toISOString(),
    recipients: [...new Set(candidates.flatMap(each => recipientsOf(each, desk)))],
  });
  const samples = new Map(
    facts.samples.map(({ n, of, seen }) => [hands[n]![0], { of, seenIn: new Map(Object.entries(seen)) }]),
  );
  return { facts, handOf: candidate => samples.get(handKey(candidate)) ?? { of: 0, seenIn: new Map() } };
}

const recipientsOf = ({ opened, followers }: Candidate, desk: Desk): string[] =>
  peopleOn(desk, { assignee: null, ...opened } as TicketRow, followers).map(({ mailbox }) => mailbox.address);

/** The candidates in which the database shows nothing unusual either, and of two that are alike only the first. */
export async function plainOf(
  tx: Tx,
  candidates: readonly Candidate[],
  { facts }: Answers,
  desk: Desk,
): Promise<Candidate[]> {
  const said = new Set<string>();
  const dead = new Set(facts.dead);
  const byNumber = [...facts.mails].sort((a, b) => a.n - b.n);
  const plain = candidates.filter((candidate, n) => {
    const { disposition, copied, repeats, answered } = byNumber[n]!;
    const keys = [candidate.fingerprint, candidate.contentHash, ...signatureIdsOf(candidate.mail)];
    const isFirst = keys.every(key => !said.has(key));
    for (const key of keys) said.add(key);
    const isNew = disposition === null || disposition === 'pending';
    const arrives = !recipientsOf(candidate, desk).some(address => dead.has(address));
    return isFirst && isNew && arrives && !copied && repeats === 0 && !answered;
  });
  return withoutReactions(tx, plain, facts.openings);
}

type Timed = Omit<Opened, 'said'> & Readonly<{ number: number | null; subject: string; said: string | null }>;

/** Without mails that may be part of a loop (loops.ts). Words are read only where the times do not settle it. */
async function withoutReactions(tx: Tx, plain: Candidate[], openings: readonly OpeningRow[]): Promise<Candidate[]> {
  const before = new Map<string, Timed[]>();
  for (const row of openings) before.set(row.author, [...(before.get(row.author) ?? []), timedOf(row)]);
  const judged = plain.map(candidate => {
    const all = before.get(authorOf(candidate)) ?? [];
    const at = new Date(candidate.mail.receivedAt);
    const earlier = all
      .filter(each => each.at < at && at.getTime() - each.at.getTime() < hourMs)
      .sort((a, b) => b.at.getTime() - a.at.getTime())
      .slice(0, lookBack);
    const { said } = openingOf(candidate.facts);
    // The next mail of this author finds this one, whose receipt is not sent yet.
    const receipt = candidate.facts.classification.suppressAnswer
      ? null
      : { at: new Date(), sentAt: null, heldBack: false };
    before.set(authorOf(candidate), [{ at, receipt, number: null, subject: '', said }, ...all]);
    const isSoon = earlier[0] !== undefined && at.getTime() - earlier[0].at.getTime() <= soonMs;
    const isOpen = isSoon && !candidate.facts.classification.suppressAnswer && maySuspect({ at }, earlier);
    return { candidate, earlier, isOpen };
  });
  const asked = judged.flatMap(({ isOpen, earlier }) => (isOpen ? earlier.flatMap(({ number }) => number ?? []) : []));
  const texts = await requestsOf(tx, [...new Set(asked)], maxSaid);
  const saidBy = ({ number, subject, said }: Timed): string => said ?? `${subject}\n${texts.get(number!) ?? ''}`;
  return judged
    .filter(({ candidate, earlier, isOpen }) => {
      const known = () => earlier.map(each => ({ ...each, said: saidBy(each) }));
      return !isOpen || suspicionOf(openingOf(candidate.facts), known()).kind === 'none';
    })
    .map(({ candidate }) => candidate);
}

function timedOf({ number, subject, at, receipt }: OpeningRow): Timed {
  const sent = receipt && {
    at: new Date(receipt.at),
    sentAt: receipt.sentAt === null ? null : new Date(receipt.sentAt),
    heldBack: receipt.heldBack,
  };
  return { at: new Date(at), number, subject, said: null, receipt: sent };
}

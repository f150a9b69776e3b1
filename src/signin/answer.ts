// The worker's part of sign-in: finds out whose address it is, and mails the link to people who may sign in.
import type { Database } from '../db/database.ts';
import { type Desk, localeFor } from '../desk/desk.ts';
import type { Locale } from '../desk/locale.ts';
import type { Address } from '../mail/address.ts';
import { addToOutbox, withoutTicket } from '../outbox/outbox.ts';
import { issuedLately, markAnswered, maxOfAddress, type SignInRow, unanswered } from './sign-ins.ts';
import { type Viewer, viewerOf } from './who.ts';

export type AnswerRooms = Readonly<{
  db: Database;
  desk: Desk;
  /** The subject of the mail. */
  subject(locale: Locale): string;
}>;

/** Answers what was asked; returns the outbox rows to offer. */
export async function answerSignIns({ db, desk, subject }: AnswerRooms): Promise<string[]> {
  return db.transaction(async tx => {
    const outboxIds: string[] = [];
    for (const asked of await unanswered(tx)) {
      const viewer = await viewerOf(tx, desk.directory, asked.email as Address);
      const isIssued = viewer !== null && (await issuedLately(tx, asked.email)) < maxOfAddress;
      await markAnswered(tx, asked.id, isIssued);
      if (!isIssued) continue;
      const locale = localeFor(desk, viewer.email, asked.locale);
      const letter = letterTo(viewer, asked, locale);
      outboxIds.push(...(await addToOutbox(tx, [letter], contextOf(letter.to, subject(locale), desk))));
    }
    return outboxIds;
  });
}

const letterTo = ({ name }: Viewer, asked: SignInRow, locale: Locale) => ({
  to: { address: asked.email as Address, name },
  role: 'requester' as const,
  locale,
  notice: { kind: 'sign-in' as const, signIn: asked.id, asked: asked.asked ?? '' },
});

const contextOf = (to: { address: Address; name: string }, subject: string, desk: Desk) => ({
  support: desk.supports[0],
  openedBy: null,
  ticket: withoutTicket({ subject, requester: to, openedAt: new Date().toISOString() }),
});

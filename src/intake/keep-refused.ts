// Refused mail that a trusted relay handed over. To refuse it after DATA makes the relay send a bounce, and
// its reverse-path may be forged. With RELAY_REFUSALS=keep such a mail is taken instead, marked as refused:
// it reaches no ticket, and is kept for a person to look at.
import type { BlockList } from 'node:net';
import type { Arrival } from '../mail/arrival.ts';
import { authorOf } from '../mail/author.ts';
import type { Header } from '../mail/header.ts';
import { isTemporary, type Refusal } from '../mail/verdict.ts';
import { isListed } from '../peers/open-connections.ts';
import type { SpooledMail } from '../spool/spooled-mail.ts';
import type { Decision } from './decision.ts';

export type RefusedMail = Readonly<{
  refusal: Refusal;
  arrival: Arrival;
  header: Header;
  /** Null where admission was not asked. */
  decision: Decision | null;
}>;
export type KeptRefusal = Readonly<{
  author: SpooledMail['author'];
  authentication: SpooledMail['authentication'];
  verdict: Readonly<{ kind: 'hold'; reasons: readonly string[] }>;
  refused: NonNullable<SpooledMail['admitted']['refused']>;
}>;
export type KeepSettings = Readonly<{
  relayRefusals: 'reject' | 'keep';
  trusted: BlockList;
  /** Whether the relay wrote of this mail that its author is authenticated. */
  isAuthenticated(arrival: Arrival, header: Header): boolean;
}>;

/** What a refused mail is kept as; null where its client gets the refusal. */
export function keepRefused(mail: RefusedMail, settings: KeepSettings): KeptRefusal | null {
  const { refusal, arrival, header, decision } = mail;
  // A temporary refusal makes the relay try again, and it bounces nothing.
  if (settings.relayRefusals === 'reject' || isTemporary(refusal) || !isOfRelay(arrival, settings.trusted)) return null;
  const found = authorOf(header);
  const author = found.kind === 'author' ? found.mailbox : null;
  const answerable = author !== null && settings.isAuthenticated(arrival, header);
  return {
    author,
    authentication: decision?.authentication ?? null,
    verdict: { kind: 'hold', reasons: [`refused: ${refusal}`] },
    refused: { refusal, answerable },
  };
}

export const isOfRelay = ({ via, ip }: Arrival, trusted: BlockList): boolean =>
  via === 'smtp' && ip !== '' && isListed(trusted, ip);

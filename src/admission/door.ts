// The door: gathers the facts about a mail that has arrived, and lets admission decide.
import { Readable } from 'node:stream';
import type { Address, Mailbox, ReversePath } from '../mail/address.ts';
import { authorOf } from '../mail/author.ts';
import { fieldValue, type Header } from '../mail/header.ts';
import { messageIdsIn } from '../mail/message-id.ts';
import type { Refusal, Verdict } from '../mail/verdict.ts';
import { admit } from './admit.ts';
import type { Authentication } from './authentication.ts';
import { authenticate } from './authenticity.ts';
import type { Directory } from './directory.ts';
import type { Resolve } from './resolver.ts';
import { type Route, routeOf } from './routes.ts';
import { type RelaySettings, relayOf } from './trusted-relays.ts';
import { verify } from './verify.ts';

export type DoorSettings = Readonly<{
  supports: readonly [Address, ...Address[]];
  keys: readonly string[];
  relays: RelaySettings;
  unauthenticated: 'hold' | 'refuse';
  /** Who speaks in the evidence of authenticity (RFC 8601 section 2.5). */
  authservId: string;
}>;
export type DoorPorts = Readonly<{
  directory: Directory;
  resolve: Resolve;
  /** Whether this person is on a ticket that one of these ids stands on. */
  onThread(author: Address, ids: readonly string[]): Promise<'member' | 'known' | 'unknown'>;
}>;
export type Arrival = Readonly<{
  ip: string;
  heloName: string | null;
  mailFrom: ReversePath;
  rcptTo: readonly [Address, ...Address[]];
}>;
export type Door = Readonly<{
  refuseRecipient(recipient: Address): Refusal | null;
  decide(arrival: Arrival, header: Header, bytes: () => AsyncIterable<Buffer>): Promise<Decision>;
}>;
export type Decision = Readonly<{ verdict: Verdict; author: Mailbox | null; authentication: Authentication | null }>;

export function createDoor(settings: DoorSettings, ports: DoorPorts): Door {
  const route = (recipient: Address): Route | Refusal => routeOf(recipient, settings, new Date());
  return {
    refuseRecipient(recipient) {
      const found = route(recipient);
      return typeof found === 'string' ? found : null;
    },
    async decide(arrival, header, bytes) {
      const author = authorOf(header);
      const mailbox = author.kind === 'author' ? author.mailbox : null;
      const relay = relayOf(arrival.ip, header, settings.relays);
      const authentication = relay.kind === 'none' ? await check(arrival, bytes) : null;
      const inDirectory = mailbox !== null && ports.directory.find(mailbox.address) !== null;
      const ids = idsIn(header);
      const verdict = admit({
        mailFrom: arrival.mailFrom,
        author,
        routes: arrival.rcptTo.map(route).filter(found => typeof found === 'object'),
        inDirectory,
        onThread:
          inDirectory || mailbox === null || ids.length === 0 ? null : await ports.onThread(mailbox.address, ids),
        isReport: isReport(header),
        verified: verify({ author, authentication, relay, now: new Date() }),
        unauthenticated: settings.unauthenticated,
      });
      return { verdict, author: mailbox, authentication };
    },
  };

  function check(arrival: Arrival, bytes: () => AsyncIterable<Buffer>): Promise<Authentication> {
    const { ip, heloName, mailFrom } = arrival;
    const session = { ip, heloName: heloName ?? '', mailFrom, authservId: settings.authservId };
    return authenticate(Readable.from(bytes(), { objectMode: false }), session, ports.resolve);
  }
}

/** To the letter what triage calls a report whatever else the mail says: only so it can pass for nothing else. */
const isReport = (header: Header): boolean =>
  (fieldValue(header, 'content-type') ?? '').split(';', 1)[0]!.trim().toLowerCase() === 'multipart/report';

const idsIn = (header: Header): string[] => [
  ...messageIdsIn(fieldValue(header, 'in-reply-to')),
  ...messageIdsIn(fieldValue(header, 'references')),
];

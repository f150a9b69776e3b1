// Admission gathers the facts about a mail that has arrived, and lets `admit` decide.
import { Readable } from 'node:stream';
import type { Directory } from '../desk/person.ts';
import type { Address, Mailbox } from '../mail/address.ts';
import type { Arrival } from '../mail/arrival.ts';
import { type Authentication, vouchesFor } from '../mail/authentication.ts';
import { authorOf } from '../mail/author.ts';
import { fieldValue, type Header } from '../mail/header.ts';
import { messageIdsIn } from '../mail/message-id.ts';
import { repeatedAboveSignature } from '../mail/singletons.ts';
import { taggedTicket } from '../mail/subject.ts';
import type { Refusal, Verdict } from '../mail/verdict.ts';
import { decodeWords } from '../mail/words/encoded-words.ts';
import { admit } from './admit.ts';
import { resultWords } from './authenticity/authentication-results.ts';
import { authenticate } from './authenticity/authenticity.ts';
import type { Resolve } from './authenticity/resolver.ts';
import { type Relay, type RelaySettings, relayOf } from './authenticity/trusted-relays.ts';
import { type Verification, verify } from './authenticity/verify.ts';
import { type Route, routeOf } from './recipients.ts';

export type AdmissionSettings = Readonly<{
  supports: readonly [Address, ...Address[]];
  keys: readonly string[];
  relays: RelaySettings;
  unauthenticated: 'hold' | 'refuse';
  /** Domains whose ARC seals are believed (RFC 8617); all other seals are ignored. */
  arcSealers: readonly string[];
  /** The authserv-id in the evidence of authenticity (RFC 8601 section 2.5). */
  authservId: string;
}>;
export type AdmissionPorts = Readonly<{
  directory: Directory;
  resolve: Resolve;
  /**
   * Whether this person is on a ticket that one of these ids stands on, or that the tag in the subject names. Null
   * where there are no ids and the tag is not one of a ticket of this person.
   */
  onThread(author: Address, clues: SignedClues): Promise<'member' | 'known' | 'unknown' | null>;
}>;
/** What in the signed fields of a mail names its thread. `tagged`: the number in a `[PT-42]` tag of the subject. */
export type SignedClues = Readonly<{ ids: readonly string[]; tagged: number | null }>;
export type Admission = Readonly<{
  refuseRecipient(recipient: Address): Refusal | null;
  decide(arrival: Arrival, header: Header, bytes: () => AsyncIterable<Buffer>): Promise<Decision>;
}>;
export type Decision = Readonly<{ verdict: Verdict; author: Mailbox | null; authentication: Authentication | null }>;

export function createAdmission(settings: AdmissionSettings, ports: AdmissionPorts): Admission {
  const route = (recipient: Address): Route | Refusal => routeOf(recipient, settings, new Date());
  return {
    refuseRecipient(recipient) {
      const found = route(recipient);
      return typeof found === 'string' ? found : null;
    },
    async decide(arrival, header, bytes) {
      const author = authorOf(header);
      const mailbox = author.kind === 'author' ? author.mailbox : null;
      const inDirectory = mailbox !== null && ports.directory.find(mailbox.address) !== null;
      const routes = arrival.rcptTo.map(route).filter(found => typeof found === 'object');
      const { mailFrom } = arrival;
      const { unauthenticated } = settings;
      const known = { mailFrom, author, routes, inDirectory, isReport: isReport(header), unauthenticated };
      // Most mail from unknown authors is refused by its header alone, before any DNS query.
      const stranger = namesThread(cluesIn(header)) ? null : admit({ ...known, onThread: null, verified: unchecked });
      if (stranger?.kind === 'refuse' && whoeverVouches.includes(stranger.refusal)) {
        return { verdict: stranger, author: mailbox, authentication: null };
      }
      const relay = relayOf(arrival, header, settings.relays);
      const authentication = relay.kind === 'none' ? await check(arrival, bytes) : null;
      const facts = { author, authentication, relay, now: new Date(), sealers: settings.arcSealers };
      const verified = withSubject(asSigned(verify(facts), header), header);
      // The only query to PostgreSQL is made only where its answer decides.
      const mayWrite = inDirectory || routes.some(({ kind }) => kind === 'thread');
      const signed = cluesIn(header.filter(({ name }) => maySpeak(verified, name)));
      // Numbers are easily guessed: to a forged author the reply must not tell who follows which ticket.
      const clues = verified.kind === 'authenticated' ? signed : { ...signed, tagged: null };
      const asked = !mayWrite && mailbox !== null && namesThread(clues);
      const onThread = asked ? await ports.onThread(mailbox.address, clues) : null;
      const verdict = admit({ ...known, onThread, verified });
      return { verdict, author: mailbox, authentication: authentication ?? reported(relay) };
    },
  };

  function check(arrival: Arrival, bytes: () => AsyncIterable<Buffer>): Promise<Authentication> {
    const { ip, heloName, mailFrom } = arrival;
    const session = { ip, heloName: heloName ?? '', mailFrom, authservId: settings.authservId };
    return authenticate(Readable.from(bytes(), { objectMode: false }), session, ports.resolve);
  }
}

const unchecked: Verification = { kind: 'unauthenticated', why: 'nothing was checked' };
const whoeverVouches: readonly Refusal[] = ['unknown-author', 'malformed-author'];

/** Must be the same test as triage's: admission lets a report pass unauthenticated, so triage must file it as one. */
const isReport = (header: Header): boolean =>
  (fieldValue(header, 'content-type') ?? '').split(';', 1)[0]!.trim().toLowerCase() === 'multipart/report';

/** Thread ids are read from signed fields only: an unsigned field may have been added on the way. Unauthenticated mail is held anyway. */
const maySpeak = (verified: Verification, name: string): boolean =>
  verified.kind !== 'authenticated' || vouchesFor(verified.covers, name);

/** A field that occurs twice in a mail that only a signature vouches for: the signature may cover only one of them. */
const asSigned = (verified: Verification, header: Header): Verification =>
  verified.kind === 'authenticated' && verified.covers !== 'every' && repeatedAboveSignature(header).length > 0
    ? { kind: 'refuse', refusal: 'repeated-field' }
    : verified;

/** A signature that does not cover the Subject does not authenticate the mail (RFC 6376 section 5.4.1). */
const withSubject = (verified: Verification, header: Header): Verification =>
  fieldValue(header, 'subject') === null || maySpeak(verified, 'subject')
    ? verified
    : { kind: 'unauthenticated', why: 'no signature covers its Subject' };

/** What a trusted relay said, as evidence for an operator. */
function reported(relay: Relay): Authentication | null {
  if (relay.kind !== 'reports') return null;
  const { name, results } = relay;
  const noAuthor = { authorDomain: null, policy: null, aligned: [], unresolved: [], sealing: null };
  const unchecked = { ...noAuthor, ambiguous: false, skipped: null };
  const words = resultWords(results ?? { authservId: name, results: [] });
  const said = results?.results.map(({ method, result }) => `${method}=${result}`).join(' ');
  return { ...words, ...unchecked, evidence: [`${name}: ${said ?? 'no Authentication-Results'}`] };
}

const cluesIn = (header: Header): SignedClues => ({
  ids: [...messageIdsIn(fieldValue(header, 'in-reply-to')), ...messageIdsIn(fieldValue(header, 'references'))],
  tagged: taggedTicket(decodeWords(fieldValue(header, 'subject') ?? '')),
});

const namesThread = ({ ids, tagged }: SignedClues): boolean => ids.length > 0 || tagged !== null;

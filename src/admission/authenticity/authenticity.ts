// Authenticity: what SPF, DKIM, DMARC and ARC say about the bytes received.
//
// mailauth checks; this file gives it bounded input and bounded DNS, and reduces its result to the facts
// that `verify` decides on. Authentication-Results fields and ARC chains of the mail do not change the SPF,
// DKIM and DMARC results. mailauth reports a failed key look-up as dmarc=fail, so checks that lack a DNS answer
// are listed as unresolved.
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import type { AuthenticateResult } from 'mailauth';
import type { Authentication } from '../../mail/authentication.ts';
import { parseHeader } from '../../mail/header.ts';
import { hasStrayLine, takeHeader } from '../../mail/header-block.ts';
import { watchLineEnds } from '../../mail/line-ends.ts';
import { factsOf } from './authentication-facts.ts';
import { type Resolve, withinDeadline } from './resolver.ts';
import { withSpfChecked } from './spf-records.ts';
import { verifiableHeader } from './verifiable-header.ts';

export type ClientSession = Readonly<{
  /** The peer, or the client that the PROXY protocol named. */
  ip: string;
  heloName: string;
  /** As the client sent it, or null for `<>`. */
  mailFrom: string | null;
  /** The authserv-id of the evidence (RFC 8601 section 2.5). */
  authservId: string;
}>;

let library: Promise<typeof import('mailauth')> | null = null;
/** Loads what checks, a sixth of all our modules, which else the first mail waits for. */
export const loadChecks = (): Promise<typeof import('mailauth')> => (library ??= import('mailauth'));

const dnsMsPerMail = 20_000;
// RFC 5321 section 4.5.3.1.6 allows 1000 octets. mailauth rereads an unfinished line with every chunk: a line of
// 25 MB takes twelve seconds for each signature.
const maxLineBytes = 262_144;
const sliceBytes = 65_536;
const LF = 10;

/** Always reads `raw` to its end; rejects only when reading fails. */
export async function authenticate(
  raw: AsyncIterable<Buffer> | Buffer,
  session: ClientSession,
  resolve: Resolve,
): Promise<Authentication> {
  const chunks: AsyncIterator<Buffer> = Buffer.isBuffer(raw) ? slices(raw) : raw[Symbol.asyncIterator]();
  const head = await takeHeader(chunks);
  if (head === null) {
    await drain(chunks);
    return unchecked('header-too-big');
  }
  const source: Source = { chunks, failure: null, stopped: null };
  const bytes = Readable.from(toCheck(head, source), { objectMode: false });
  const { authenticate: check } = await loadChecks();
  const result = await settled(check(bytes, optionsFor(session, resolve)));
  if (source.failure) throw source.failure;
  await drain(chunks);
  if (source.stopped) return unchecked(source.stopped);
  if (result instanceof Error) return unchecked('unreadable', result.message);
  const header = parseHeader(head.header.toString('latin1'));
  return { ...factsOf(result, header), ambiguous: hasStrayLine(head.header) };
}

type Skipped = NonNullable<Authentication['skipped']>;
type Source = { chunks: AsyncIterator<Buffer>; failure: unknown; stopped: Skipped | null };

function optionsFor(session: ClientSession, resolve: Resolve) {
  return {
    ip: session.ip,
    helo: session.heloName,
    mta: session.authservId,
    ...(session.mailFrom === null ? {} : { sender: session.mailFrom }),
    resolver: withSpfChecked(withinDeadline(resolve, dnsMsPerMail)),
    // RFC 8301 sections 3.1 and 3.2.
    rejectRsaSha1: true,
    minBitLength: 1024,
    maxElapsedTime: dnsMsPerMail,
    trustReceived: false,
    disableBimi: true,
  };
}

/** The mail up to the first line that mailauth would rewrite or be slow on. */
async function* toCheck({ header, rest }: { header: Buffer; rest: Buffer }, source: Source) {
  const problemIn = watchBody(header);
  yield verifiableHeader(header);
  try {
    for (let chunk: Buffer | null = rest; chunk && !source.stopped; chunk = await nextOf(source.chunks)) {
      source.stopped = problemIn(chunk);
      if (!source.stopped && chunk.length > 0) yield chunk;
    }
  } catch (cause) {
    source.failure = cause;
  }
}

function watchBody(header: Buffer): (chunk: Buffer) => Skipped | null {
  const watch = watchLineEnds();
  watch.see(header);
  let lineLength = 0;
  return chunk => {
    watch.see(chunk);
    const [first, last] = [chunk.indexOf(LF), chunk.lastIndexOf(LF)];
    const longest = lineLength + (first < 0 ? chunk.length : first);
    lineLength = last < 0 ? longest : chunk.length - 1 - last;
    if (watch.bare()) return 'bare-line-ends';
    return longest > maxLineBytes ? 'line-too-long' : null;
  };
}

async function* slices(raw: Buffer) {
  for (let at = 0; at < raw.length; at += sliceBytes) {
    yield raw.subarray(at, at + sliceBytes);
    // Other connections are served between two slices.
    await setImmediate();
  }
}

async function nextOf(chunks: AsyncIterator<Buffer>): Promise<Buffer | null> {
  const next = await chunks.next();
  return next.done ? null : next.value;
}

// The bytes also go to the spool, which would wait for a reader that stops.
async function drain(chunks: AsyncIterator<Buffer>) {
  while ((await nextOf(chunks)) !== null);
}

// Mail that mailauth cannot read must still reach an operator, so its error is returned as a fact.
const settled = (checking: Promise<AuthenticateResult>): Promise<AuthenticateResult | Error> =>
  checking.catch(cause => (cause instanceof Error ? cause : new Error(String(cause))));

function unchecked(skipped: Skipped, why = ''): Authentication {
  const words = { spf: 'none', dkim: 'none', dmarc: 'none', arc: 'none' };
  const noAuthor = { authorDomain: null, policy: null, aligned: [], unresolved: [], sealing: null, ambiguous: false };
  return { ...words, ...noAuthor, evidence: [`not checked: ${skipped} ${why}`.trim()], skipped };
}

import { fileURLToPath } from 'node:url';
import type { Signing } from '../../config/load.ts';
import type { ComposedMail } from '../compose.ts';
import { createFileRelay } from './file-relay.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { signingOptions } from './signing.ts';
import { createSmtpRelay } from './smtp-relay.ts';

/** Where mail goes out. `send` never rejects: what went wrong is an outcome too. */
export type Relay = Readonly<{
  send(composed: ComposedMail): Promise<Outcome>;
  /** Null when mail could be sent just now, else why not. Sends nothing. */
  trouble(): Promise<string | null>;
  close(): Promise<void>;
}>;

/** `file:<folder>`, `smtp://…` or `smtps://…`; throws for any other URL, without showing it: it may hold a password. */
export function createRelay(url: string, signing: Signing | null = null): Relay {
  const relay = relayFor(url, signingOptions(signing));
  const send = (composed: ComposedMail) => relay.send(composed).catch(outcomeOf);
  return { ...relay, send };
}

function relayFor(url: string, signing: ReturnType<typeof signingOptions>): Relay {
  if (/^file:\/\//i.test(url)) return createFileRelay(fileURLToPath(url), signing);
  // `file:./var/outbox` is no URL of RFC 8089, but what people write.
  if (/^file:./i.test(url)) return createFileRelay(url.slice('file:'.length), signing);
  const parsed = URL.parse(url);
  if (parsed?.hostname && /^smtps?:$/.test(parsed.protocol)) return createSmtpRelay(parsed, signing);
  throw new Error('A relay URL starts with file:, smtp:// or smtps:// and names a folder or a host');
}

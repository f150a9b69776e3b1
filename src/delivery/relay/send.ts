import { fileURLToPath } from 'node:url';
import type { Signing } from '../../config/load.ts';
import type { ComposedMail } from '../compose.ts';
import { createFileRelay } from './file-relay.ts';
import { type MayGo, type Outcome, outcomeOf } from './outcome.ts';
import { signingOptions } from './signing.ts';
import { createSmtpRelay } from './smtp-relay.ts';

/** Where mail goes out. `send` never rejects: an error is an outcome. */
export type Relay = Readonly<{
  send(composed: ComposedMail, mayGo?: MayGo): Promise<Outcome>;
  /** Checks the relay without sending: null when it is ready, else the reason. */
  trouble(): Promise<string | null>;
  close(): Promise<void>;
}>;

/** `file:<folder>`, `smtp://…` or `smtps://…`. Throws for any other URL; the error does not show it, as it may hold a password. */
export function createRelay(url: string, signing: Signing | null = null): Relay {
  const relay = relayFor(url, signingOptions(signing));
  const send: Relay['send'] = (composed, mayGo) => relay.send(composed, mayGo).catch(outcomeOf);
  return { ...relay, send };
}

function relayFor(url: string, signing: ReturnType<typeof signingOptions>): Relay {
  if (/^file:\/\//i.test(url)) return createFileRelay(fileURLToPath(url), signing);
  // `file:./var/outbox` is not a URL by RFC 8089, but is often written.
  if (/^file:./i.test(url)) return createFileRelay(url.slice('file:'.length), signing);
  const parsed = URL.parse(url);
  if (parsed?.hostname && /^smtps?:$/.test(parsed.protocol)) return createSmtpRelay(parsed, signing);
  throw new Error('A relay URL starts with file:, smtp:// or smtps:// and names a folder or a host');
}

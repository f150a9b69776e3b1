// The default relay, which sends nothing: every mail becomes an `.eml` file to look at.
import { randomUUID } from 'node:crypto';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import { renameDurably } from '../../store/durable.ts';
import type { ComposedMail } from '../compose.ts';
import type { Outcome } from './outcome.ts';
import type { signingOptions } from './signing.ts';
import { inOneGo } from './whole.ts';

/** Writes `<id>.eml`, whole or not at all; the same mail again writes the same file. */
export function createFileRelay(folder: string, signing: ReturnType<typeof signingOptions> = {}) {
  const transport = createTransport({ streamTransport: true, newline: 'windows', ...signing });
  if (!signing.dkim) transport.use('stream', inOneGo);

  async function send({ id, message }: ComposedMail): Promise<Outcome> {
    // The id becomes a file name.
    if (!/^[0-9a-z]{26}$/.test(id)) return { kind: 'later', reason: 'the outbox id is not one', cause: 'mail' };
    const { message: bytes } = (await transport.sendMail(message)) as { message: Readable };
    // An error before the first byte is read would else be lost, and the file would wait for an end.
    bytes.on('error', cause => bytes.destroy(cause));
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeWhole(folder, `${id}.eml`, bytes);
    return { kind: 'sent', response: `250 2.0.0 Written to ${id}.eml` };
  }
  return { send, trouble: async () => null, close: async () => transport.close() };
}

/** Synced under another name, then renamed: neither a reader nor a crash sees half a file. */
async function writeWhole(folder: string, name: string, bytes: Readable): Promise<void> {
  const draft = join(folder, `.${name}.${randomUUID()}`);
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await renameDurably(draft, join(folder, name));
  } finally {
    await rm(draft, { force: true });
  }
}

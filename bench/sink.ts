// A process of its own that takes mail by smtp-server and says how many it has taken.
// `discard`: the relay that receipts go to. `fsync`: the floor, one synced file a mail before its 250. `store`: also its
// file decoded and written once, as load.ts makes them.
import { mkdtemp, open, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';

const mode = process.argv[2];
const folder = mode === 'fsync' || mode === 'store' ? await mkdtemp(join(tmpdir(), 'postern-floor-')) : null;
let taken = 0;

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['AUTH', 'STARTTLS'],
  disableReverseLookup: true,
  onData: (stream, _session, done) => {
    take(stream).then(() => {
      taken += 1;
      process.send?.({ taken });
      done();
    }, done);
  },
});

async function take(stream: SMTPServerDataStream): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  if (folder === null) return;
  if (mode === 'fsync') return keep([Buffer.concat(chunks)]);
  await keep(chunks);
  await keep(decoded(chunks));
}

async function keep(chunks: readonly Buffer[]): Promise<void> {
  const file = await open(join(folder!, `${taken}-${Math.random()}`), 'wx');
  await file.writev(chunks);
  await file.sync();
  await file.close();
}

/** Chunk by chunk: one string or buffer of the whole mail would cost more than all the rest. */
function decoded(chunks: readonly Buffer[]): Buffer[] {
  const files: Buffer[] = [];
  let begun = false;
  let held = '';
  for (const chunk of chunks) {
    let text = held + chunk.toString('latin1');
    const start = begun ? 0 : text.indexOf('\r\n\r\n', text.indexOf('base64')) + 4;
    begun = true;
    const end = text.lastIndexOf('\r\n');
    held = text.slice(end + 2);
    text = text.slice(start, end);
    const file = Buffer.allocUnsafeSlow(text.length);
    files.push(file.subarray(0, file.write(text, 'base64')));
  }
  return files;
}

// A client that is gone is no error of ours.
server.on('error', () => {});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.server.address() as AddressInfo).port }));
process.once('disconnect', async () => {
  if (folder !== null) await rm(folder, { recursive: true, force: true });
  process.exit(0);
});

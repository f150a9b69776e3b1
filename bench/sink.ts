// A process of its own that takes mail by smtp-server and says how many it has taken.
// `discard`: the relay that receipts go to. `fsync`: the floor, one synced file a mail before its 250.
import { mkdtemp, open, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';

const folder = process.argv[2] === 'fsync' ? await mkdtemp(join(tmpdir(), 'postern-floor-')) : null;
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
  const file = await open(join(folder, `${taken}-${Math.random()}`), 'wx');
  await file.writeFile(Buffer.concat(chunks));
  await file.sync();
  await file.close();
}

// A client that is gone is no error of ours.
server.on('error', () => {});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.server.address() as AddressInfo).port }));
process.once('disconnect', async () => {
  if (folder !== null) await rm(folder, { recursive: true, force: true });
  process.exit(0);
});

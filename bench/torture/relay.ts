// The relay of the rig: it takes mail, and by the seed it refuses for now, stalls, hangs up after the final dot, or lies:
// it takes a mail and says that it did not.
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';
import type { Random } from './random.ts';

export type Handed = Readonly<{ messageId: string; to: string; at: number; answerLost: boolean }>;
export type Relay = Readonly<{
  url: string;
  handed: readonly Handed[];
  /** False: takes all that comes, at once. */
  misbehave(on: boolean): void;
  /** Closes all connections and accepts none for so long. */
  goAway(ms: number): Promise<void>;
  stop(): Promise<void>;
}>;

const wait = (text: string) => Object.assign(new Error(text), { responseCode: 451 });

export async function startRelay(random: Random): Promise<Relay> {
  const handed: Handed[] = [];
  const sockets = new Set<Socket>();
  let bad = false;
  let away = false;
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    authOptional: true,
    closeTimeout: 100,
    onRcptTo: (_address, _session, done) => done(bad && random.chance(0.06) ? wait('4.2.0 Not now') : null),
    async onData(stream, { envelope }, done) {
      // A sender that was killed, or whose lease ended, breaks off without a final dot.
      const chunks = await stream.toArray().catch(() => null);
      if (chunks === null) return;
      const raw = Buffer.concat(chunks).toString('latin1');
      const fate = bad ? random.below(100) : 100;
      if (fate < 5) return done(wait('4.3.0 Not now'));
      if (fate < 9) await sleep(3_000);
      const messageId = /^Message-ID:\s*(<[^>]+>)/im.exec(raw)?.[1] ?? '';
      const isLying = fate >= 14 && fate < 17;
      const answerLost = (fate >= 9 && fate < 14) || isLying;
      for (const { address } of envelope.rcptTo) handed.push({ messageId, to: address, at: Date.now(), answerLost });
      if (isLying) return done(wait('4.3.0 Not taken'));
      if (!answerLost) return done(null, '2.0.0 Ok');
      for (const socket of sockets) socket.destroy();
    },
  });
  server.on('error', () => {});
  server.server.on('connection', (socket: Socket) => {
    if (away) socket.destroy();
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    handed,
    misbehave(on) {
      bad = on;
    },
    async goAway(ms) {
      away = true;
      for (const socket of sockets) socket.destroy();
      await sleep(ms);
      away = false;
    },
    stop: () => new Promise(resolve => server.close(() => resolve())),
  };
}

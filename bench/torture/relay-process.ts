// The relay of the rig, a process of its own: ADDRESS PORT SEED FILE. It takes mail, and by the seed it refuses for now,
// stalls, hangs up after the final dot, or lies: it takes a mail and says that it did not.
//
// What it takes is a line in FILE before it answers, so nothing of it is lost when it is killed.
import { openSync, writeSync } from 'node:fs';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';
import { randomFrom } from './random.ts';
import type { Handed, Told } from './relay.ts';

const [address = '', port, seed, file = ''] = process.argv.slice(2);
const random = randomFrom(Number(seed));
const handed = openSync(file, 'a');
const sockets = new Set<Socket>();
/** Sessions whose client hears no answer any more. */
const gone = new Set<string>();
let bad = false;
let away = false;
const wait = (text: string) => Object.assign(new Error(text), { responseCode: 451 });
const hangUp = () => {
  for (const socket of sockets) socket.destroy();
};

const server = new SMTPServer({
  disabledCommands: ['STARTTLS', 'AUTH'],
  disableReverseLookup: true,
  authOptional: true,
  closeTimeout: 100,
  onRcptTo: (_address, _session, done) => done(bad && random.chance(0.06) ? wait('4.2.0 Not now') : null),
  onClose: ({ id }) => void gone.add(id),
  async onData(stream, { id, envelope }, done) {
    // A sender that was killed, or whose lease ended, breaks off without a final dot.
    const chunks = await stream.toArray().catch(() => null);
    if (chunks === null) return;
    const raw = Buffer.concat(chunks).toString('latin1');
    const fate = bad ? random.below(100) : 100;
    if (fate < 5) return done(wait('4.3.0 Not now'));
    if (fate < 9) await sleep(3_000);
    const messageId = /^Message-ID:\s*(<[^>]+>)/im.exec(raw)?.[1] ?? '';
    const isLying = fate >= 14 && fate < 17;
    // Another session's end may have ended this one while it stalled.
    const answerLost = (fate >= 9 && fate < 14) || isLying || gone.has(id);
    for (const { address: to } of envelope.rcptTo) {
      const line: Handed = { messageId, to, at: Date.now(), answerLost };
      writeSync(handed, `${JSON.stringify(line)}\n`);
    }
    if (isLying) return done(wait('4.3.0 Not taken'));
    if (!answerLost || gone.has(id)) return done(null, '2.0.0 Ok');
    hangUp();
  },
});
server.server.on('connection', (socket: Socket) => {
  if (away) socket.destroy();
  sockets.add(socket);
  socket.once('close', () => sockets.delete(socket));
});
server.on('error', cause => {
  if ((cause as NodeJS.ErrnoException).syscall === 'listen') process.exit(1);
});
process.on('message', (told: Told) => {
  ({ bad, away } = told);
  if (away) hangUp();
});
process.once('disconnect', () => process.exit());
server.listen(Number(port), address, () => process.send?.('ready'));

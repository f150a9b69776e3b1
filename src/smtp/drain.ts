import { setTimeout as sleep } from 'node:timers/promises';
import type { SMTPServer } from 'smtp-server';
import { textOf } from './replies.ts';
import type { Sessions } from './sessions/sessions.ts';

// Time enough for a 421 to be read, and for a client that is alive to hang up as well.
const lingerMs = 500;

/**
 * Ends a listener in order: whose mail is in hand gets its answer, and nobody waits for the others. By
 * itself the library keeps every idle client until its close timeout has run out.
 */
export async function drain(server: SMTPServer, visitors: Sessions): Promise<void> {
  const closed = new Promise<void>(done => server.close(done));
  for (const visitor of visitors.all()) if (!visitor.awaitingReply) visitor.hangUp(textOf('shutting-down'));
  const answered = async () => {
    while (visitors.all().some(({ awaitingReply }) => awaitingReply)) await sleep(20);
    await sleep(lingerMs);
  };
  await Promise.race([closed, answered()]);
  for (const visitor of visitors.all()) visitor.destroy();
  await closed;
}

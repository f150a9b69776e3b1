import { setTimeout as sleep } from 'node:timers/promises';
import type { SMTPServer } from 'smtp-server';
import { textOf } from './replies.ts';
import type { Sessions } from './sessions/sessions.ts';

// Time for a client to read the 421 and to close its side.
const lingerMs = 500;

/**
 * Ends a listener in order: a client that awaits the reply to its mail gets it, all others get 421 at once.
 * By itself the library keeps every idle client until its close timeout has run out.
 */
export async function drain(server: SMTPServer, sessions: Sessions): Promise<void> {
  const closed = new Promise<void>(done => server.close(done));
  for (const session of sessions.all()) if (!session.awaitingReply) session.hangUp(textOf('shutting-down'));
  const answered = async () => {
    while (sessions.all().some(({ awaitingReply }) => awaitingReply)) await sleep(20);
    await sleep(lingerMs);
  };
  await Promise.race([closed, answered()]);
  for (const session of sessions.all()) session.destroy();
  await closed;
}

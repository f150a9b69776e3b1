// Answers requests to sign in as they come: woken by a notification, and now and then by itself, since a
// notification is missed when a connection breaks.
import type { Log } from '../log/log.ts';
import { type AnswerRooms, answerSignIns } from '../signin/answer.ts';

const everyMs = 3_000;

export function startSignInAnswers(rooms: AnswerRooms & Readonly<{ offer(...ids: string[]): void; log: Log }>) {
  let running: Promise<void> | null = null;
  let again = false;
  const go = (): void => {
    again = running !== null;
    running ??= answerSignIns(rooms)
      .then(
        ids => rooms.offer(...ids),
        cause => rooms.log.warn({ err: cause }, 'sign-in: not answered yet'),
      )
      .finally(() => {
        running = null;
        if (again) go();
      });
  };
  const timer = setInterval(go, everyMs);
  go();
  return {
    answer: go,
    async stop() {
      clearInterval(timer);
      again = false;
      await running;
    },
  };
}

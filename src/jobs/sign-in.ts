// Answers requests to sign in as they come: woken by a notification, and now and then by itself, since a
// notification is missed when a connection breaks.
import type { Log } from '../log/log.ts';
import { type AnswerRooms, answerSignIns } from '../signin/answer.ts';

const everyMs = 3_000;
/**
 * A mail for a person whom we know takes work. Where one process does all, a page asked for right after would be late
 * and tell who is known, so the work begins at a time that the asker cannot guess.
 */
const [leastMs, spreadMs] = [150, 850];

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
  let asked: NodeJS.Timeout | null = null;
  const soon = (): void => {
    asked ??= setTimeout(
      () => {
        asked = null;
        go();
      },
      leastMs + Math.random() * spreadMs,
    );
  };
  const timer = setInterval(go, everyMs);
  go();
  return {
    answer: soon,
    async stop() {
      clearInterval(timer);
      if (asked) clearTimeout(asked);
      again = false;
      await running;
    },
  };
}

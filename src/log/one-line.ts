// What is said in one line, on a terminal or in a log.
import { unseen } from '../mail/unseen.ts';

/** What went wrong, for one line. Drizzle puts the statement into its message; the server's words are in the cause. */
export function firstLine(cause: unknown): string {
  const error = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  return error instanceof Error ? error.message.split('\n')[0]! : String(error);
}

/** Safe on a terminal: no control characters, no bidi controls; at most `length` characters. */
export function shown(text: string | null | undefined, length = 60): string {
  const plain = (text ?? '')
    .replace(unseen, '')
    .replace(/\p{Cc}+/gu, ' ')
    .trim();
  return plain.length > length ? `${plain.slice(0, length - 1)}…` : plain;
}

/** `1 mail`, `2 mails`; `many` where an s does not make the plural. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

// What the page of the belt shows. The gateway finds it out, since its roles know it.
import type { Finding } from '../doctor/examine.ts';

export const beltParts = [
  'listener',
  'limits',
  'spool',
  'queue',
  'pending',
  'held',
  'failed',
  'outbox',
  'givenUp',
  'relay',
  'sync',
  'certificate',
  'disk',
  'database',
] as const;

export type BeltPart = Readonly<{
  name: (typeof beltParts)[number];
  /** `unknown`: another process knows. */
  state: 'ok' | 'bad' | 'unknown';
  count?: number;
  /** Since when the oldest waits, when it was last done, or until when it lasts. */
  at?: Date | null;
  /** In the words of `postern doctor`, for operators. */
  says?: string;
}>;

export type Belt = Readonly<{
  parts(): Promise<readonly BeltPart[]>;
  /** Of the last minute; null where the checks take longer than a page may. */
  findings(): Promise<Readonly<{ at: Date; all: readonly Finding[] }> | null>;
}>;

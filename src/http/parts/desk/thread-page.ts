import type { DeskThread } from '../../../tickets/views/desk-thread.ts';
import type { TypedOf } from '../../compose/typed.ts';
import type { SignedInVisit } from '../../visit.ts';

export type DeskFacts = Readonly<{
  agents: readonly string[];
  instances: ReadonlySet<string>;
  nameOf(email: string): string;
  isAgent(email: string): boolean;
}>;

/** What the reader was about to do when the ticket had changed, or what was done just now. */
export type Moment = Readonly<{
  /** Words for the bar above the thread. */
  says?: string | undefined;
  isProblem?: boolean;
  /** The last act can be taken back. */
  undo?: boolean;
  /** The answer that can be taken back until it goes out. */
  entry?: number;
  /** The field that is shown. */
  kind?: 'answer' | 'note';
  /** The form offers to send all the same; the value of its button says what the agent has been asked about. */
  anyway?: string;
}>;
export type ThreadPage = Readonly<{
  visit: SignedInVisit;
  thread: DeskThread;
  facts: DeskFacts;
  secret: string;
  query: string;
  moment: Moment;
  typed: TypedOf;
  /** The names of all. */
  snippets: readonly string[];
}>;

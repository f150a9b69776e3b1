// `--since` and `--limit` of the commands that list.
import { type Command, InvalidArgumentError } from 'commander';

export type ListOptions = { json?: boolean; since?: Date; limit?: number };
export type PageOptions = ListOptions & { before?: Date | string };

/** A table longer than this is cut, and says so; JSON is not. */
export const tableRows = 50;

export const addListOptions = (command: Command): Command =>
  command
    .option('--since <time>', 'from this time on: 2026-11-30, or 2026-11-30T09:00:00Z', parseSince)
    .option('--limit <number>', 'the newest so many; without it a table stops at 50', parseLimit)
    .option('--json', 'one JSON document');

/** A date, or a date with a time; a time without a zone is UTC. */
export function parseSince(text: string): Date {
  const [, date, time, zone] =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:?\d{2})?)?$/i.exec(text.trim()) ??
    [];
  const since = new Date(date === undefined ? Number.NaN : `${date}T${time ?? '00:00'}${zone ?? 'Z'}`);
  if (Number.isNaN(since.getTime()))
    throw new InvalidArgumentError('It must be a date or a time, as 2026-11-30T09:00Z.');
  return since;
}

function parseLimit(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a number from 1 on.');
  return Number(text);
}

/** A time, or the id of the mail that a page ended with. */
export const parseBefore = (text: string): Date | string => (/^[0-9a-z]{26}$/.test(text) ? text : parseSince(text));

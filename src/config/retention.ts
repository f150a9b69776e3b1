import { days } from './kinds.ts';

/** How long things are kept. What people wrote is kept for ever unless a setting says otherwise. */
export const retention = {
  KEEP_RAW_DAYS: days.default(0).describe('How many days the bytes of filed mail are kept; 0: for ever.'),
  KEEP_FILES_DAYS: days.default(0).describe('How many days the files of closed tickets are kept; 0: for ever.'),
  KEEP_CLOSED_DAYS: days
    .default(0)
    .describe('How many days closed tickets are kept, with their messages, files, mail and raw bytes; 0: for ever.'),
  KEEP_STORY_DAYS: days
    .default(400)
    .describe('How many days the client of each mail and the evidence of its checks are kept; 0: for ever.'),
  KEEP_OUTBOX_DAYS: days
    .default(0)
    .describe(
      'How many days sent mail of closed tickets stays in the outbox, by which answers find their thread; 0: for ever.',
    ),
};

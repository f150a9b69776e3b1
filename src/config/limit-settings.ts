import { z } from 'zod';

/** When mail is deferred at MAIL FROM, so that what was taken is safe and can be filed. */
export const limitSettings = {
  MIN_FREE_BYTES: z.coerce
    .number()
    .int()
    .min(0)
    .max(2 ** 50)
    .default(268_435_456)
    .describe(
      'With less free space than this in `POSTERN_HOME`, spool or store, mail is deferred (452); 0: never. Like each of these limits it is over when there is a tenth more.',
    ),
  MIN_FREE_INODES_PERCENT: z.coerce
    .number()
    .min(0)
    .max(50)
    .default(1)
    .describe('The same for free inodes, in percent.'),
  SPOOL_MAX_MAILS: z.coerce
    .number()
    .int()
    .min(0)
    .max(10_000_000)
    .default(100_000)
    .describe('With more mails than this in the spool, mail is deferred (452); 0: never.'),
  SPOOL_MAX_MINUTES: z.coerce
    .number()
    .int()
    .min(0)
    .max(525_600)
    .default(1_440)
    .describe('With a mail in the spool that waits for longer than this, mail is deferred (452); 0: never.'),
  DATABASE_AWAY_MINUTES: z.coerce
    .number()
    .int()
    .min(0)
    .max(525_600)
    .default(240)
    .describe('With a database that has not answered for longer than this, mail is deferred (451); 0: never.'),
};

import { z } from 'zod';
import { databaseProblem } from './database-url.ts';
import { location } from './kinds.ts';
import { redisProblem } from './redis-url.ts';
import { s3Problem } from './s3-url.ts';

/** A folder, or a place in a bucket. */
const bytes = location(/^(file:.|s3:\/\/.)/, 'file: or s3://').superRefine((url, context) => {
  const problem = url.startsWith('s3:') ? s3Problem(url) : null;
  if (problem) context.addIssue(problem);
});

/** The settings that say where things are kept. */
export const places = {
  POSTERN_HOME: z
    .string()
    .default('./var')
    .describe(
      'Folder of everything that the gateway keeps on disk by default. Relative paths are relative to the folder of Postern, not to the current one.',
    ),
  DATABASE_URL: location(/^postgres(ql)?:\/\/./, 'postgres://')
    .superRefine((url, context) => {
      const problem = databaseProblem(url);
      if (problem) context.addIssue(problem);
    })
    .optional()
    .meta({ secret: true, shown: 'embedded PostgreSQL in `$POSTERN_HOME/postgres`' })
    .describe(
      '`postgres://user:password@host/database` (PostgreSQL 14 or newer). Of several hosts (`a:5432,b:5432`) the one that takes writes is used.',
    ),
  REDIS_URL: location(/^rediss?:\/\/./, 'redis:// or rediss://')
    .superRefine((url, context) => {
      const problem = redisProblem(url);
      if (problem) context.addIssue(problem);
    })
    .optional()
    .meta({ secret: true, shown: 'unset: BullMQ runs on the PostgreSQL above' })
    .describe(
      '`redis://` or `rediss://`: BullMQ runs there (`maxmemory-policy noeviction`). Several hosts are a cluster, or with `?sentinel=mymaster` sentinels.',
    ),
  STORE_URL: bytes
    .optional()
    .meta({ shown: '`file:$POSTERN_HOME/store`' })
    .describe(
      'Raw mail and attachments: `file:` and a folder, or `s3://bucket/prefix?endpoint=https://host&region=…&path-style=true`.',
    ),
  SPOOL_URL: bytes
    .optional()
    .meta({ shown: '`STORE_URL` where it is `s3:`, else `file:$POSTERN_HOME/spool`' })
    .describe(
      'Where accepted mail waits until it is filed: `s3:`, or `file:`. Listener and worker on different machines need one that both reach.',
    ),
};

import { z } from 'zod';
import { location } from './kinds.ts';

/** The settings that say where things are kept. */
export const places = {
  POSTERN_HOME: z.string().default('./var').describe('Folder of everything that the gateway keeps on disk by default.'),
  DATABASE_URL: location(/^postgres(ql)?:\/\/./, 'postgres://')
    .optional()
    .meta({ secret: true, shown: 'embedded PostgreSQL in `$POSTERN_HOME/postgres`' })
    .describe('`postgres://user:password@host/database` (PostgreSQL 14 or newer).'),
  REDIS_URL: location(/^rediss?:\/\/[^,]+$/, 'redis:// or rediss:// and name one host')
    .optional()
    .meta({ secret: true, shown: 'unset: BullMQ runs on the PostgreSQL above' })
    .describe('`redis://` or `rediss://`: BullMQ runs there (`maxmemory-policy noeviction`).'),
  STORE_URL: location(/^file:./, 'file:')
    .optional()
    .meta({ shown: '`file:$POSTERN_HOME/store`' })
    .describe('Raw mail and attachments.'),
  SPOOL_URL: location(/^file:./, 'file:')
    .optional()
    .meta({ shown: '`file:$POSTERN_HOME/spool`' })
    .describe('Where accepted mail waits until it is filed.'),
};

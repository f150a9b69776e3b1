// A job names what to work on and carries none of it; the spool and PostgreSQL hold the truth.
// A job can outlive the release that added it: fields are only ever added, and only as optional.
import { z } from 'zod';

const id = z.string().regex(/^[0-9a-z]{26}$/);

/** As many mails as one job names at most. */
export const mailsPerJob = 64;

/** `more`: mails that came together with the first one, to be filed with it. */
export const IngestJob = z.object({ mailId: id, more: z.array(id).max(mailsPerJob).optional() });
export type IngestJob = z.infer<typeof IngestJob>;

export type QueueName = 'ingest';

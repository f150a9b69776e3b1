import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathOf } from '../config/load.ts';
import { bucketAt } from '../store/open-store.ts';
import { openFileSpool } from './file-spool.ts';
import { openS3Spool } from './s3-spool.ts';
import type { Spool } from './spool.ts';

/** The spool that SPOOL_URL names; `scratch` is a folder for drafts of a spool that is no folder. */
export async function openSpool(url: string, scratch = join(tmpdir(), 'postern-drafts')): Promise<Spool> {
  return url.startsWith('s3:') ? openS3Spool(await bucketAt(url), scratch) : openFileSpool(pathOf(url));
}

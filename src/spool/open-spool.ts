import { pathOf } from '../config/load.ts';
import { openFileSpool } from './file-spool.ts';
import type { Spool } from './spool.ts';

/** The spool that SPOOL_URL names. */
export async function openSpool(url: string): Promise<Spool> {
  return openFileSpool(pathOf(url));
}

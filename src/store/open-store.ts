import { pathOf } from '../config/load.ts';
import { toS3Place } from '../config/s3-url.ts';
import { type Bucket, openBucket } from './bucket.ts';
import { fileStore } from './file-store.ts';
import { s3Store } from './s3-store.ts';
import type { Store } from './store.ts';

/** The store that STORE_URL names. */
export async function openStore(url: string): Promise<Store> {
  return url.startsWith('s3:') ? s3Store(await bucketAt(url)) : fileStore(pathOf(url));
}

/** One client for each URL: store and spool share their connections. */
const buckets = new Map<string, Promise<Bucket>>();

export function bucketAt(url: string): Promise<Bucket> {
  const known = buckets.get(url);
  if (known) return known;
  const place = toS3Place(url);
  if (typeof place === 'string') throw new Error(place);
  const opened = openBucket(place);
  buckets.set(url, opened);
  return opened;
}

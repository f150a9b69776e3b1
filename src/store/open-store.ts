import { pathOf } from '../config/load.ts';
import { fileStore } from './file-store.ts';
import type { Store } from './store.ts';

/** The store that STORE_URL names. */
export async function openStore(url: string): Promise<Store> {
  return fileStore(pathOf(url));
}

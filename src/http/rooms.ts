import type { Database } from '../db/database.ts';
import type { Templates } from '../delivery/templates/templates.ts';
import type { Desk } from '../desk/desk.ts';
import type { Log } from '../log/log.ts';
import type { Store } from '../store/store.ts';
import type { Assets } from './assets.ts';

/** What pages are made from. */
export type PageRooms = Readonly<{
  db: Database;
  desk: Desk;
  templates: Pick<Templates, 'words'>;
  assets: Assets;
  /** Raw mail and files. */
  store: Store;
  log: Log;
  /** What links start with; null where none would work. Known once the port is bound. */
  publicUrl(): string | null;
  /** The name of the way to sign in by OIDC, as its button says; null where there is none. */
  oidcName: string | null;
}>;

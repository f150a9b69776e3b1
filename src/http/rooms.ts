import type { SettingInForce } from '../config/in-force.ts';
import type { Database } from '../db/database.ts';
import type { ComposedArrival } from '../delivery/form-mail.ts';
import type { Templates } from '../delivery/templates/templates.ts';
import type { Desk } from '../desk/desk.ts';
import type { SyncResult } from '../directory/ldap/sync.ts';
import type { MailReader } from '../filing/reading/reader.ts';
import type { Log } from '../log/log.ts';
import type { Received } from '../mail/verdict.ts';
import type { OidcSettings } from '../signin/oidc-claims.ts';
import type { Store } from '../store/store.ts';
import type { Assets } from './assets.ts';
import type { Belt } from './belt.ts';
import type { Live } from './live.ts';

/** What pages are made from. */
export type PageRooms = Readonly<{
  db: Database;
  desk: Desk;
  templates: Pick<Templates, 'words'>;
  assets: Assets;
  live: Live;
  /** Raw mail and files. */
  store: Store;
  /** Reads stored mail again, for all pages of this process. */
  reader: MailReader;
  log: Log;
  /** The bytes of a stored file. */
  bytesOf(key: string): AsyncIterable<Buffer>;
  /** Takes a composed mail in as SMTP takes others. Rejects where it cannot be made safe; then nothing is kept. */
  send(arrival: ComposedArrival): Promise<Received>;
  /** Bytes that the files of one mail may have together. */
  maxFilesBytes: number;
  guideVideoUrl: string | null;
  /** As `postern config` tells them. */
  settings: readonly SettingInForce[];
  belt: Belt;
  /** Where LDAP_URL is set: compares the directory with the LDAP server's, and changes it unless `dryRun`. */
  ldap: ((options: Readonly<{ dryRun: boolean }>) => Promise<SyncResult>) | null;
  /** The folder of this gateway, where uploads grow. */
  home: string;
  /** What links start with; null where none would work. Known once the port is bound. */
  publicUrl(): string | null;
  /** The name of the way to sign in by OIDC, as its button says; null where there is none. */
  oidcName: string | null;
  oidc: OidcSettings | null;
}>;

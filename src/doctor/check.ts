import type { Config } from '../config/load.ts';
import type { Database } from '../db/database.ts';

/** `finding` says what is so; `cure` what to do, and matters where it is not ok. */
export type Checked = Readonly<{ ok: boolean; finding: string; cure: string }>;
export type Check = (config: Config) => Promise<Checked>;
/** `url` is the server's. */
export type DatabaseCheck = (db: Database, config: Config, url: string) => Promise<Checked>;

export const fine = (finding: string): Checked => ({ ok: true, finding, cure: '' });

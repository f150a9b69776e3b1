// What `postern doctor` looks at on this machine, and asks the servers that a mail passes; the database is not needed.

import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { pathOf } from '../config/load.ts';
import { withLdap } from '../directory/ldap/reader.ts';
import { ldapSettings } from '../directory/ldap/settings.ts';
import { counted } from '../log/one-line.ts';
import { newId, timeOfId } from '../mail/new-id.ts';
import { createScan } from '../malware/clamd.ts';
import { openSpool } from '../spool/open-spool.ts';
import { openStore } from '../store/open-store.ts';
import { type Check, fine } from './check.ts';

const minFreeBytes = 1_073_741_824;
const minFreeInodes = 0.05;
const patienceMs = 5_000;

export const disk: Check = async ({ POSTERN_HOME, STORE_URL, SPOOL_URL }) => {
  const folders = [STORE_URL, SPOOL_URL].filter(url => url.startsWith('file:')).map(pathOf);
  const findings: string[] = [];
  let ok = true;
  for (const folder of new Set([POSTERN_HOME, ...folders])) {
    const found = await statfs(folder).catch(() => null);
    if (!found) continue; // Not made yet.
    const { bavail, bsize, ffree, files } = found;
    const [free, inodes] = [bavail * bsize, files > 0 ? ffree / files : 1];
    ok &&= free > minFreeBytes && inodes > minFreeInodes;
    const scarce = inodes > minFreeInodes ? '' : `, and ${(inodes * 100).toFixed(1)} % of its inodes`;
    findings.push(`${(free / 1e9).toFixed(1)} GB free in ${folder}${scarce}`);
  }
  const cure = 'make room, or move POSTERN_HOME, STORE_URL or SPOOL_URL: on a full disk mail is deferred (452)';
  return { ok, finding: [...new Set(findings)].join('; '), cure };
};

/** Writes, reads and removes a few bytes. */
export const store: Check = async ({ STORE_URL }) => {
  const opened = await openStore(STORE_URL);
  const [key, bytes] = [`parts/doctor-${newId()}`, randomBytes(64)];
  await opened.put(key, only(bytes));
  const chunks: Buffer[] = [];
  for await (const chunk of opened.get(key)) chunks.push(chunk);
  await opened.drop(key);
  const same = Buffer.concat(chunks).equals(bytes);
  const finding = same ? `keeps and gives back (${STORE_URL.split(':')[0]})` : 'gives back other bytes than it got';
  return { ok: same, finding, cure: 'mend the server or the disk of STORE_URL' };
};

export const spool: Check = async ({ SPOOL_URL }) => {
  const ids = await (await openSpool(SPOOL_URL)).leftovers(0);
  const since = timeOfId(ids[0] ?? '');
  const seconds = since === null ? 0 : Math.round((Date.now() - since) / 1_000);
  const age = ids.length === 0 ? '' : `, the oldest for ${seconds} s`;
  const cure = 'start a worker (postern serve), and see its log; postern spool list names them';
  return { ok: seconds < 60, finding: `${counted(ids.length, 'mail waits', 'mails wait')} in the spool${age}`, cure };
};

export const malware: Check = async ({ CLAMD_URL, UNSCANNED }) => {
  if (!CLAMD_URL) return fine('not scanned: CLAMD_URL is unset');
  const scanned = await createScan(CLAMD_URL, patienceMs)(only(Buffer.from('Subject: doctor\r\n\r\n')));
  const ok = scanned.kind === 'clean';
  const until = UNSCANNED === 'defer' ? 'mail is deferred (451)' : 'mail is taken unscanned';
  const finding = ok ? 'clamd answers' : `clamd does not scan (${'why' in scanned ? scanned.why : scanned.kind})`;
  return { ok, finding, cure: `start clamd or correct CLAMD_URL; until then ${until}` };
};

export const ldap: Check = async config => {
  const settings = ldapSettings(config);
  if (!settings) return fine('not used: LDAP_URL is unset');
  const cure = 'correct LDAP_URL, LDAP_BIND_DN or LDAP_BIND_PASSWORD; until then the directory stays as it is';
  return withLdap(settings, async () => fine('the LDAP server answers')).catch(cause => ({
    ok: false,
    finding: `the LDAP server cannot be asked: ${(cause as Error).message}`,
    cure,
  }));
};

export const version: Check = async () => {
  const { version: release } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const [major = 0] = process.versions.node.split('.').map(Number);
  const finding = `Postern ${release} on Node ${process.versions.node}, ${process.platform} ${process.arch}`;
  return { ok: major >= 24, finding, cure: 'run npm ci, and start with npm start or npx postern' };
};

async function* only(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

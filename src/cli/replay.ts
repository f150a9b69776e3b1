import { noteByShell } from '../db/deeds.ts';
import { createMailReader } from '../filing/reading/reader.ts';
import { compareStored, type Difference } from '../filing/replay.ts';
import { shown } from '../log/one-line.ts';
import { openSpool } from '../spool/open-spool.ts';
import { openStore } from '../store/open-store.ts';
import { replayMail } from '../tickets/held.ts';
import { showMail } from '../tickets/views/mail-view.ts';
import { printJson, printLine, Refused } from './output.ts';
import { deskOf, inSession } from './session.ts';

export type ReplayOptions = { dryRun?: boolean; json?: boolean };

/** Mail that is on a ticket is only compared, and stays as it is; other mail is filed again. */
export async function replay(env: NodeJS.ProcessEnv, id: string, { dryRun, json }: ReplayOptions): Promise<void> {
  await inSession(env, async session => {
    const mail = await showMail(session.database.db, id);
    if (!mail) throw new Refused(`there is no mail ${id}: postern mail list shows which there are`);
    const { STORE_URL, SPOOL_URL } = session.config;
    const store = await openStore(STORE_URL);
    if (!(await store.has(`raw/${id}`)) && !(await (await openSpool(SPOOL_URL)).read(id).catch(() => null)))
      throw new Refused(`the bytes of ${id} are not in the store (STORE_URL) any more: it cannot be filed again`);
    const { db } = session.database;
    const desk = await deskOf(session);
    const reader = createMailReader(desk);
    const differences = await compareStored({ db, desk, store, reader }, id).finally(reader.close);
    if (json) printJson({ mail: id, disposition: mail.disposition, differences });
    else print(id, differences);
    if (dryRun) return;
    if (mail.ticket)
      throw new Refused(`${id} is on ${mail.ticket} already and stays as it was: --dry-run shows what would differ`);
    if (!(await replayMail(session.database.db, id)))
      throw new Refused(`${id} is ${mail.disposition}: only failed, held or ignored mail is filed again`);
    await noteByShell(db, 'mail: replayed', id);
    if (!json) printLine(`${id} is filed again.`);
  });
}

function print(id: string, differences: readonly Difference[]): void {
  if (differences.length === 0) printLine(`${id} would be read as it was.`);
  for (const { what, stored, now } of differences)
    printLine(`${what}\n  was  ${shown(stored, 300)}\n  now  ${shown(now, 300)}`);
}

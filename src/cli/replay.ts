import { createMailReader } from '../filing/reading/reader.ts';
import { type Difference, differencesOf } from '../filing/replay.ts';
import { openSpool } from '../spool/open-spool.ts';
import { openStore } from '../store/open-store.ts';
import { measurePart } from '../store/store.ts';
import { replayMail, storedMail } from '../tickets/held.ts';
import { showMail } from '../tickets/views/mail-view.ts';
import { printJson, printLine, Refused, shown } from './output.ts';
import { deskOf, inSession, type Session } from './session.ts';

export type ReplayOptions = { dryRun?: boolean; json?: boolean };

/** Mail that is on a ticket is only compared, and stays as it is; other mail is filed again. */
export async function replay(env: NodeJS.ProcessEnv, id: string, { dryRun, json }: ReplayOptions): Promise<void> {
  await inSession(env, async session => {
    const mail = await showMail(session.database.db, id);
    if (!mail) throw new Refused(`there is no mail ${id}: postern mail list shows which there are`);
    const { STORE_URL, SPOOL_URL } = session.config;
    const kept = await (await openStore(STORE_URL)).has(`raw/${id}`);
    if (!kept && !(await (await openSpool(SPOOL_URL)).read(id).catch(() => null)))
      throw new Refused(`the bytes of ${id} are not in the store (STORE_URL) any more: it cannot be filed again`);
    const differences = await compare(session, id);
    if (json) printJson({ mail: id, disposition: mail.disposition, differences });
    else print(id, differences);
    if (dryRun) return;
    if (mail.ticket)
      throw new Refused(`${id} is on ${mail.ticket} already and stays as it was: --dry-run shows what would differ`);
    if (!(await replayMail(session.database.db, id)))
      throw new Refused(`${id} is ${mail.disposition}: only failed, held or ignored mail is filed again`);
    if (!json) printLine(`${id} is filed again.`);
  });
}

async function compare(session: Session, id: string): Promise<Difference[]> {
  const { db } = session.database;
  const mail = await storedMail(db, id);
  const store = await openStore(session.config.STORE_URL);
  if (!mail || !(await store.has(`raw/${id}`))) return [];
  const desk = await deskOf(session);
  const reader = createMailReader(desk);
  try {
    // As if it were let in: held mail is compared, too.
    const letIn = { ...mail, admitted: { ...mail.admitted, hold: false } };
    const { message, words } = await reader.read(letIn, store.get(`raw/${id}`, mail.size), measurePart);
    return words === null ? [] : await differencesOf(db, mail, { message, words, desk });
  } finally {
    await reader.close();
  }
}

function print(id: string, differences: readonly Difference[]): void {
  if (differences.length === 0) printLine(`${id} would be read as it was.`);
  for (const { what, stored, now } of differences)
    printLine(`${what}\n  was  ${shown(stored, 300)}\n  now  ${shown(now, 300)}`);
}

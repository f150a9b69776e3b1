// The bare parts, each in a process of its own, on the same machine in the same minute.
import { type Helper, type HelperFile, startHelper } from './helper.ts';
import { send } from './load.ts';
import { type Figures, measure, until } from './measure.ts';

export type Size = Readonly<{ count: number; sessions: number; warmUp: number }>;
type Floor = Readonly<{ name: string; file: HelperFile; mode?: string }>;

const floors: readonly Floor[] = [
  { name: 'floor: smtp-server, a synced file a mail', file: 'sink', mode: 'fsync' },
  { name: 'floor: a PostgreSQL transaction of three rows', file: 'rows' },
  { name: 'floor: a job of BullMQ on PostgreSQL', file: 'queue' },
  { name: 'floor: a mail by nodemailer', file: 'mailer' },
];
/** What a ticket cannot do without: it is accepted, and written. */
export const leastNames: readonly string[] = floors.slice(0, 2).map(({ name }) => name);

/** The first floor again, for what is measured next to it: the load of a shared machine changes from minute to minute. */
export async function smtpFloorMs(size: Size): Promise<number> {
  const helper = await startHelper('sink', 'fsync');
  const short = { ...size, count: 200, warmUp: 50 };
  const work = sending(helper, size);
  const floor = await measure({ ...short, name: '', roots: [helper.pid], work }).finally(helper.remove);
  return floor.cpuMs;
}

/** Bare acceptance and storage of mails of this size: each mail synced in a file, and its attachment in another. */
export async function storeFloorMs({ sessions }: Size, bytes: number): Promise<number> {
  const count = Math.max(10, Math.min(100, Math.floor(1e8 / bytes)));
  const helper = await startHelper('sink', 'store');
  const work = (count: number) => send(helper.port, { count, sessions: Math.min(sessions, count), bytes });
  const sizes = { count, warmUp: Math.min(20, count) };
  return (await measure({ ...sizes, name: '', roots: [helper.pid], work }).finally(helper.remove)).cpuMs;
}

export async function* measureFloors(size: Size): AsyncGenerator<Figures> {
  const sink = await startHelper('sink');
  try {
    for (const { name, file, mode } of floors) {
      const helper = await startHelper(file, file === 'mailer' ? String(sink.port) : mode);
      const work = file === 'sink' ? sending(helper, size) : telling(helper);
      yield await measure({ ...size, name, roots: [helper.pid], work }).finally(helper.remove);
    }
  } finally {
    await sink.remove();
  }
}

const sending =
  ({ port }: Helper, { sessions }: Size) =>
  (count: number) =>
    send(port, { count, sessions });

const telling = (helper: Helper) => async (count: number) => {
  helper.tell({ count });
  await until(async () => helper.taken() === count, 'all was done');
  return null;
};

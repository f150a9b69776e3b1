// The directory: agents look people up, operators change it. A file of people is shown as a difference first.
import type { Context, Hono } from 'hono';
import { noteDeed } from '../../../db/deeds.ts';
import { locales } from '../../../desk/locale.ts';
import type { Person, StoredRole } from '../../../desk/person.ts';
import { storedRoles } from '../../../desk/person.ts';
import { peopleIn } from '../../../directory/csv.ts';
import { planImport } from '../../../directory/difference.ts';
import { deactivate, importPeople, listPeople, type PersonEntry, putPeople } from '../../../directory/directory.ts';
import { listPolicies, organisationKey, setPolicy } from '../../../directory/organisations.ts';
import { BadEntry, instancesIn, toEntry } from '../../../directory/person-entry.ts';
import { type Fields, readForm } from '../../form-data.ts';
import { directoryPage, importPage, personPage } from '../../parts/desk/directory.ts';
import { type Html, send } from '../../parts/page.ts';
import { may } from '../../rights.ts';
import type { PageRooms } from '../../rooms.ts';
import { isByOurPage, type SignedInVisit, tooOld } from '../../visit.ts';
import { lately, notFound, within } from '../signed-in.ts';
import { formOf } from './as-agent.ts';
import { deskPage } from './desk-page.ts';
import { addLdap } from './ldap.ts';

const maxFileBytes = 8_000_000;

export function addDirectory(app: Hono, rooms: PageRooms): void {
  app.get('/directory', context => within(context, rooms, 'directory', visit => show(context, rooms, visit)));
  app.get('/directory/import', context =>
    within(context, rooms, 'operate', visit => answer(context, rooms, visit, importPage(visit, null))),
  );
  app.post('/directory/import', context =>
    lately(context, rooms, 'operate', visit => importFile(context, rooms, visit)),
  );
  addLdap(app, rooms);
  app.get('/directory/:email', context =>
    within(context, rooms, 'directory', visit => showPerson(context, rooms, visit)),
  );
  app.post('/directory/:email', context => lately(context, rooms, 'operate', visit => change(context, rooms, visit)));
}

const answer = (context: Context, rooms: PageRooms, visit: SignedInVisit, body: Html, status = 200) =>
  send(context, deskPage(rooms, visit, visit.say('desk.directory.title'), body), status);

async function show(context: Context, rooms: PageRooms, visit: SignedInVisit): Promise<Response> {
  const q = (context.req.query('q') ?? '').trim().toLowerCase();
  const found = (await listPeople(rooms.db)).filter(({ email, name, organisation, instances }) =>
    [email, name, organisation, ...instances].some(text => text?.toLowerCase().includes(q)),
  );
  const policies = await listPolicies(rooms.db);
  const mayChange = may(visit.viewer, 'operate');
  return answer(
    context,
    rooms,
    visit,
    directoryPage(visit, { people: found, policies, q, mayChange, hasLdap: rooms.ldap !== null }),
  );
}

const emailIn = (context: Context): string => (context.req.param('email') ?? '').toLowerCase();

async function showPerson(context: Context, rooms: PageRooms, visit: SignedInVisit): Promise<Response> {
  const email = emailIn(context);
  const mayChange = may(visit.viewer, 'operate');
  const person = (await listPeople(rooms.db)).find(each => each.email === email) ?? null;
  if (!person && !(email === 'new' && mayChange)) return notFound(context, rooms);
  const sees = await seesOf(rooms, person);
  return answer(context, rooms, visit, personPage(visit, { person, sees, mayChange, problem: null }));
}

/** Noted where it changes: every entry of the organisation shows it. */
async function setSight(db: PageRooms['db'], organisation: string, see: 'own' | 'all', who: string): Promise<void> {
  const key = organisationKey(organisation);
  const before = (await listPolicies(db)).find(policy => policy.organisation === key)?.see ?? 'own';
  if (before === see) return;
  await setPolicy(db, organisation, { see });
  await noteDeed(db, { who, via: 'page', act: 'organisation: policy', about: `${organisation}: see ${see}` });
}

async function seesOf({ db }: PageRooms, person: Person | null): Promise<'own' | 'all'> {
  const key = organisationKey(person?.organisation ?? '');
  return (await listPolicies(db)).find(({ organisation }) => organisation === key)?.see ?? 'own';
}

/** One entry: all fields of the form, or its deactivation. */
async function change(context: Context, rooms: PageRooms, visit: SignedInVisit): Promise<Response> {
  const fields = await formOf(context, rooms);
  if (!fields) return tooOld(context);
  const { db } = rooms;
  const isNew = emailIn(context) === 'new';
  const person = (await listPeople(db)).find(each => each.email === emailIn(context)) ?? null;
  if (!isNew && !person) return notFound(context, rooms);
  const by = { who: visit.viewer.email, via: 'page' } as const;
  try {
    const entry = entryOf(isNew ? (fields.email ?? '') : person!.email, fields);
    // Its LDAP directory would put it back at the next sync.
    if (person?.source === 'ldap' && person.active) throw new BadEntry(visit.say('desk.directory.locked'));
    if (fields.remove !== undefined) {
      await deactivate(db, [entry.email]);
      await noteDeed(db, { ...by, act: 'directory: deactivated', about: entry.email });
    } else {
      await putPeople(db, [entry]);
      if (entry.organisation && (fields.see === 'own' || fields.see === 'all'))
        await setSight(db, entry.organisation, fields.see, by.who);
      await noteDeed(db, { ...by, act: isNew ? 'directory: added' : 'directory: changed', about: entry.email });
    }
    return context.redirect(`/directory?q=${encodeURIComponent(entry.email)}`, 303);
  } catch (cause) {
    if (!(cause instanceof BadEntry)) throw cause;
    const sees = await seesOf(rooms, person);
    const page = personPage(visit, { person, sees, mayChange: true, problem: cause.message });
    return answer(context, rooms, visit, page, 422);
  }
}

function entryOf(
  email: string,
  { name = '', role, organisation = '', instances = '', locale = '' }: Fields,
): PersonEntry {
  const known: StoredRole = storedRoles.find(each => each === role) ?? 'admin';
  const instance = instancesIn(instances);
  const entry = toEntry(email.trim(), { name, role: known, instance, org: organisation });
  return {
    ...entry,
    name: entry.name || null,
    organisation: entry.organisation || null,
    locale: locales.find(each => each === locale) ?? null,
  };
}

/** In two steps: the file is shown as what it would change, and its text comes back to be done. */
async function importFile(context: Context, rooms: PageRooms, visit: SignedInVisit): Promise<Response> {
  const chunks: Buffer[] = [];
  let size = 0;
  const fields = await readForm(context, async ({ bytes }) => {
    for await (const chunk of bytes) {
      size += chunk.length;
      if (size <= maxFileBytes) chunks.push(chunk);
    }
  });
  if (!isByOurPage(context, { rooms, csrf: fields.csrf ?? '' })) return tooOld(context);
  const bytes = size > 0 ? Buffer.concat(chunks) : Buffer.from(fields.csv ?? '');
  const sync = fields.sync !== undefined;
  const { db } = rooms;
  try {
    const { entries, unread } = peopleIn('CSV', bytes);
    const plan = planImport(await listPeople(db), entries, sync);
    if (fields.confirm === undefined) {
      const csv = new TextDecoder().decode(bytes);
      return answer(context, rooms, visit, importPage(visit, { ...plan, unread, csv, sync }));
    }
    await importPeople(db, plan);
    const about = `${plan.entries.length} entries, ${plan.changes.length} changed, ${plan.gone.length} deactivated`;
    await noteDeed(db, { who: visit.viewer.email, via: 'page', act: 'directory: imported', about });
    return context.redirect('/directory', 303);
  } catch (cause) {
    if (!(cause instanceof BadEntry)) throw cause;
    return answer(context, rooms, visit, importPage(visit, { problem: cause.message }), 422);
  }
}

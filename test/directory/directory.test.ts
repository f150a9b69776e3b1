import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type OpenDatabase, openDatabase } from '../../src/db/database.ts';
import type { Directory } from '../../src/desk/person.ts';
import { deactivate, loadDirectory, putPeople, watchDirectory } from '../../src/directory/directory.ts';
import { type Address, toAddress } from '../../src/mail/address.ts';
import { cloneDatabase } from '../support/database.ts';
import { byPort } from '../support/second-client.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';

let url: string;
let database: OpenDatabase;
beforeEach(async () => {
  // By its port, so that a line can be cut.
  url = byPort(await cloneDatabase()).href;
  database = openDatabase(url, 2);
});
afterEach(() => database.close());

const found = (directory: Directory, text: string) => directory.find(toAddress(text) as Address)?.email ?? null;

describe('who is found', () => {
  test('is who stands there, to the letter but not to the case', async () => {
    await putPeople(database.db, [{ email: 'alice@corp.test' }]);
    const directory = await loadDirectory(database.db);
    expect(found(directory, 'Alice@CORP.test')).toBe('alice@corp.test');
    expect(found(directory, 'alice@corp.test.')).toBe('alice@corp.test');
    for (const other of ['alice@mail.corp.test', 'alic@corp.test', 'alice@corp.test.evil.test']) {
      expect(found(directory, other), other).toBeNull();
    }
  });
  test('is another person with a plus in the address', async () => {
    await putPeople(database.db, [{ email: 'alice@corp.test' }, { email: 'bob+desk@corp.test' }]);
    const directory = await loadDirectory(database.db);
    expect(found(directory, 'alice+x@corp.test')).toBeNull();
    expect(found(directory, 'bob+desk@corp.test')).toBe('bob+desk@corp.test');
    expect(found(directory, 'bob@corp.test')).toBeNull();
  });
  test('is no person by a subaddress of a person who was removed', async () => {
    await putPeople(database.db, [
      { email: '@corp.test' },
      { email: 'bob@corp.test' },
      { email: 'bob+desk@corp.test' },
    ]);
    await deactivate(database.db, ['bob@corp.test']);
    const directory = await loadDirectory(database.db);
    for (const each of ['bob@corp.test', 'bob+1@corp.test', 'bob+1+2@corp.test', 'bob+desk2@corp.test']) {
      expect(found(directory, each), each).toBeNull();
    }
    // An entry of its own was meant; other people of the domain are not affected.
    expect(found(directory, 'bob+desk@corp.test')).toBe('bob+desk@corp.test');
    expect(found(directory, 'bobby+1@corp.test')).toBe('@corp.test');
  });
  test('is any address of a whole domain, but none of a domain below it and no deactivated person', async () => {
    await putPeople(database.db, [{ email: '@corp.test' }, { email: 'bob@corp.test' }]);
    await deactivate(database.db, ['bob@corp.test']);
    const directory = await loadDirectory(database.db);
    expect(found(directory, 'alice@corp.test')).toBe('@corp.test');
    expect(found(directory, 'bob@corp.test')).toBeNull();
    expect(found(directory, 'alice@mail.corp.test')).toBeNull();
  });
  test('is not found after the domain was removed', async () => {
    await putPeople(database.db, [{ email: '@corp.test' }]);
    await deactivate(database.db, ['@corp.test']);
    expect(found(await loadDirectory(database.db), 'alice@corp.test')).toBeNull();
  });
  test('is told once of a ticket as an agent, however many addresses there are', async () => {
    await putPeople(database.db, [
      { email: 'gina@desk.test', role: 'agent' },
      { email: 'g@desk.test', role: 'agent', aliasOf: 'gina@desk.test' },
      { email: '@desk.test', role: 'agent' },
    ]);
    const directory = await loadDirectory(database.db);
    expect(directory.agents().map(({ email }) => email)).toEqual(['gina@desk.test']);
    expect(directory.find('g@desk.test' as Address)?.role).toBe('agent');
    await deactivate(database.db, ['gina@desk.test']);
    expect(found(await loadDirectory(database.db), 'g@desk.test'), 'gone with the person').toBeNull();
  });
});

describe('a change', () => {
  let proxy: TcpProxy;
  let machines: OpenDatabase[];
  beforeEach(async () => {
    const { hostname, port } = new URL(url);
    proxy = await startTcpProxy(hostname, Number(port));
    machines = [openDatabase(url, 1), openDatabase(url.replace(`:${port}/`, `:${proxy.port}/`), 1)];
    return async () => {
      proxy.close();
      await Promise.all(machines.map(each => each.close()));
    };
  });
  const watched = () => Promise.all(machines.map(each => watchDirectory(each, () => {})));
  const within = (directory: Directory, timeout: number, email: string | null) =>
    vi.waitFor(() => expect(found(directory, 'alice@corp.test')).toBe(email), { timeout, interval: 10 });

  test('counts on every machine within a second', async () => {
    for (const directory of await watched()) {
      await putPeople(database.db, [{ email: 'alice@corp.test' }]);
      await within(directory, 1000, 'alice@corp.test');
      await deactivate(database.db, ['alice@corp.test']);
      await within(directory, 1000, null);
    }
  });
  test('that was made while the connection was lost counts as soon as it is back', async () => {
    const [, directory] = await watched();
    await putPeople(database.db, [{ email: 'alice@corp.test' }]);
    await within(directory!, 1000, 'alice@corp.test');
    proxy.cut();
    await deactivate(database.db, ['alice@corp.test']);
    await new Promise(resolve => setTimeout(resolve, 1500));
    expect(found(directory!, 'alice@corp.test'), 'known from before').toBe('alice@corp.test');
    proxy.restore();
    await within(directory!, 20_000, null);
    await putPeople(database.db, [{ email: 'alice@corp.test' }]);
    await within(directory!, 1000, 'alice@corp.test');
  });
  test('that was made after connections were ended by the server', async () => {
    const [directory] = await watched();
    await database.db.execute(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`);
    await putPeople(database.db, [{ email: 'alice@corp.test' }]);
    await within(directory!, 5000, 'alice@corp.test');
  });
});

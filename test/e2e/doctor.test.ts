import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startDnsServer } from '../support/dns-server.ts';
import { startTestGateway, type TestGateway } from '../support/gateway.ts';

type Finding = { about: string; well: boolean; says: string; mend: string };
let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startTestGateway();
});
afterAll(() => gateway.remove());

const examined = (error: { stdout: string }): Finding[] => JSON.parse(error.stdout);

test('the doctor says what is wrong and how to mend it, and nothing once it is mended', async () => {
  const sick = await gateway.cli('doctor', '--json').catch(examined);
  const wrong = (sick as Finding[]).filter(({ well }) => !well).map(({ about }) => about);
  // The test's listener is on a port that the settings do not name, and its PostgreSQL syncs nothing.
  expect(wrong).toEqual(['listener', 'database', 'directory']);
  for (const { mend, well } of sick as Finding[]) expect(well || mend !== '').toBe(true);
  await gateway.cli('admin', 'add', 'ada@clinic.test');
  const better = (await gateway.cli('doctor', '--json').catch(examined)) as Finding[];
  expect(better.find(({ about }) => about === 'directory')?.well).toBe(true);
});

test('a resolver that does not answer is named', async () => {
  const dns = await startDnsServer();
  const deaf = await startTestGateway({ DNS_SERVERS: `${dns.address}, 127.0.0.1:1` });
  onTestFinished(() => deaf.remove());
  onTestFinished(() => dns.close());
  const found = (await deaf.cli('doctor', '--json').catch(examined)) as Finding[];
  expect(found.find(({ about }) => about === 'dns')).toMatchObject({
    well: false,
    says: 'no answer from 127.0.0.1:1',
  });
});

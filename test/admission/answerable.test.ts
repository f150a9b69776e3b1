import { expect, test } from 'vitest';
import { isReportedAuthentic } from '../../src/admission/answerable.ts';
import { toNetworks } from '../../src/config/networks.ts';
import type { Arrival } from '../../src/mail/arrival.ts';
import { parseHeader } from '../../src/mail/header.ts';

const { networks } = toNetworks(['192.0.2.7']);
const passed = 'Authentication-Results: mx.relay.test; dmarc=pass header.from=corp.test\r\n';

test.each([
  ['a relay that says who wrote it', '192.0.2.7', 'mx.relay.test', passed, true],
  ['a relay whose check failed', '192.0.2.7', 'mx.relay.test', passed.replace('pass', 'fail'), false],
  ['a relay that says nothing', '192.0.2.7', 'mx.relay.test', '', false],
  ['a relay that writes no such field at all', '192.0.2.7', null, passed, false],
  ['any other peer', '192.0.2.8', 'mx.relay.test', passed, false],
] as const)('%s: %s', (_, ip, authservId, results, isAuthentic) => {
  const arrival = { ip, mailFrom: 'alice@corp.test' } as unknown as Arrival;
  const header = parseHeader(`${results}From: Alice <alice@corp.test>\r\n\r\n`);
  expect(isReportedAuthentic(arrival, header, { networks, authservId })).toBe(isAuthentic);
});

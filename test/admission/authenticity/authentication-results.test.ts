import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseAuthenticationResults, resultWords } from '../../../src/admission/authenticity/authentication-results.ts';
import { cpuMs } from '../../support/cpu.ts';

const read = (value: string) => {
  const parsed = parseAuthenticationResults(value);
  return (
    parsed && [
      parsed.authservId,
      ...parsed.results.map(({ method, result, properties }) => ({
        [method]: result,
        ...Object.fromEntries(properties),
      })),
    ]
  );
};

test.each([
  ['mx.test; none', ['mx.test']],
  ['mx.test 1; none', ['mx.test']],
  ['mx.test;', ['mx.test']],
  ['"mx.test" ; NONE', ['mx.test']],
  [
    'mx.test; dmarc=pass (p=REJECT; sp="x" (nested \\) )) header.from=corp.test',
    ['mx.test', { dmarc: 'pass', 'header.from': 'corp.test' }],
  ],
  [
    'mx.test (a comment) 1 ; DKIM/1 = PASS reason="good; sig" header.d = "corp.test" header.b=aB/c+d==; spf=fail',
    [
      'mx.test',
      { dkim: 'pass', reason: 'good; sig', 'header.d': 'corp.test', 'header.b': 'aB/c+d==' },
      { spf: 'fail' },
    ],
  ],
  [
    'mx.test; spf=pass smtp.mailfrom=prvs=1234=alice@corp.test smtp.mailfrom=x@evil.test',
    ['mx.test', { spf: 'pass', 'smtp.mailfrom': 'prvs=1234=alice@corp.test' }],
  ],
  [
    'mx.test; dmarc=pass action=none header.from=corp.test;compauth=pass reason=100;',
    ['mx.test', { dmarc: 'pass', action: 'none', 'header.from': 'corp.test' }, { compauth: 'pass', reason: '100' }],
  ],
  ['mx.test; dmarc=pass(p=NONE) header.from=a.test', ['mx.test', { dmarc: 'pass', 'header.from': 'a.test' }]],
  ['mx.test; spf=none smtp.mailfrom=; dkim=none', ['mx.test', { spf: 'none', 'smtp.mailfrom': '' }, { dkim: 'none' }]],
])('%j is read', (value, expected) => {
  expect(read(value)).toEqual(expected);
});

test.each([
  '',
  ';',
  'mx.test 2; dmarc=pass',
  'mx.test 1 1; dmarc=pass',
  'mx.test; dmarc',
  'mx.test; dmarc=',
  'mx.test; dmarc=;',
  'mx.test; =pass',
  'mx.test; dmarc/2=pass',
  'mx.test; dmarc=pass header.from',
  'mx.test; dmarc=pass (unclosed',
  'mx.test; dmarc=pass unopened)',
  'mx.test; dmarc=pass header.from="unclosed',
  'mx.test; "dmarc"=pass',
  'mx.test; dmarc=pass\0',
  'dmarc=pass header.from=corp.test',
  `mx.test; dmarc=pass ${'x'.repeat(30_000)}=y`,
])('%j is not', value => {
  expect(read(value)).toBeNull();
});

// As they write it, with their comments: the domain that DMARC passed for.
test.each([
  [
    'Gmail',
    'mx.test;\t dkim=pass header.i=@corp.test header.s=s1 header.b=aB3/x+y=;\t spf=pass (mx.test: domain of alice@corp.test designates 192.0.2.10 as permitted sender) smtp.mailfrom=alice@corp.test;\t dmarc=pass (p=REJECT sp=REJECT dis=NONE) header.from=corp.test',
  ],
  [
    'Microsoft 365 in ARC',
    'mx.test 1; spf=pass (sender ip is 192.0.2.10) smtp.rcpttodomain=mx.test smtp.mailfrom=corp.test; dmarc=pass (p=reject sp=reject pct=100) action=none header.from=corp.test; dkim=pass (signature was verified) header.d=corp.test; arc=none (0)',
  ],
  ['opendmarc', 'mx.test; dmarc=pass (p=reject dis=none) header.from=corp.test'],
  [
    'rspamd',
    'mx.test;  dkim=pass header.d=corp.test header.s=s1 header.b="aB3/x+y=";  dmarc=pass (policy=reject) header.from=corp.test;  spf=pass (mx.test: domain of alice@corp.test designates 192.0.2.10 as permitted sender) smtp.mailfrom=alice@corp.test',
  ],
  [
    'Exim',
    'mx.test;  iprev=pass (h.corp.test) smtp.remote-ip=2001:db8::7;  spf=pass smtp.mailfrom=corp.test;  dkim=pass header.d=corp.test header.s=s1 header.a=rsa-sha256;  dmarc=pass header.from=corp.test;  arc=none',
  ],
  [
    'Amazon SES',
    'mx.test;  spf=pass (spfCheck: domain of corp.test designates 192.0.2.10 as permitted sender) client-ip=192.0.2.10; envelope-from=alice@corp.test; helo=h.corp.test;  dkim=pass header.i=@corp.test;  dkim=pass header.i=@mx.test;  dmarc=pass header.from=corp.test;',
  ],
  [
    'Fastmail',
    'mx.test;  arc=none (no signatures found);  bimi=skipped (DMARC did not pass; "x");  dkim=pass (2048-bit rsa key sha256) header.d=corp.test header.i=@corp.test header.b=aB3xyz header.a=rsa-sha256 header.s=s1 x-bits=2048;  dmarc=pass policy.published-domain-policy=reject policy.applied-disposition=none policy.evaluated-disposition=none (p=reject,d=none,d.eval=none) policy.policy-from=p header.from=corp.test;  iprev=pass smtp.remote-ip=192.0.2.10 (h.corp.test);  x-tls=pass smtp.version=TLSv1.3 smtp.cipher=TLS_AES_256_GCM_SHA384 smtp.bits=256/256;  x-ptr=pass smtp.helo=h.corp.test policy.ptr=h.corp.test',
  ],
])('%s is read', (_, value) => {
  const dmarc = parseAuthenticationResults(value)?.results.find(({ method }) => method === 'dmarc');
  expect(dmarc).toMatchObject({ result: 'pass' });
  expect(dmarc?.properties.get('header.from')).toBe('corp.test');
});

test('the row of a mail keeps one word for each', () => {
  const parsed = parseAuthenticationResults(
    'mx.test; spf=softfail smtp.mailfrom=a@b.test; dmarc=pass header.from=b.test',
  );
  expect(parsed && resultWords(parsed)).toEqual({ spf: 'softfail', dkim: 'none', dmarc: 'pass', arc: 'none' });
  const signed = parseAuthenticationResults('mx.test; dkim=fail header.d=list.test; dkim=pass header.d=b.test');
  expect(signed && resultWords(signed)).toMatchObject({ dkim: 'pass', dmarc: 'none' });
});

test('nothing throws, and 20 000 characters take no time', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), value => void parseAuthenticationResults(value)));
  const parts = fc.array(fc.constantFrom('mx', ';', '=', '"', '\\', '(', ')', ' ', 'a.b', 'pass', '/', '1'));
  fc.assert(
    fc.property(parts, pieces => void parseAuthenticationResults(pieces.join(''))),
    { numRuns: 1000 },
  );
  const hostile = ['(', '"', ';', 'a=', ' ', '\\"', 'a=b '].map(piece => `mx; ${piece.repeat(19_000 / piece.length)}`);
  expect(cpuMs(() => hostile.forEach(parseAuthenticationResults))).toBeLessThan(500);
});

// What the checks found, as facts: of results as mailauth gives them.
import type { AuthenticateResult } from 'mailauth';
import { describe, expect, test } from 'vitest';
import { alignment, organisationOf, plainDomain } from '../../../src/admission/authenticity/alignment.ts';
import { factsOf } from '../../../src/admission/authenticity/authentication-facts.ts';
import { sealerFor, sealingOf } from '../../../src/admission/authenticity/sealing.ts';
import type { Sealing } from '../../../src/mail/authentication.ts';
import { parseHeader } from '../../../src/mail/header.ts';

const header = parseHeader('From: Alice <alice@corp.test>\r\nDate: Mon, 23 Nov 2026 09:00:00 +0000\r\n\r\n');
const judged = (result: string, more: object = {}) => ({
  ...{ status: { result, header: { from: 'corp.test' } }, info: `dmarc=${result}`, policy: 'reject' },
  ...{ alignment: { spf: { result: 'corp.test' }, dkim: { result: 'corp.test' } }, ...more },
});
const spfOf = (result: string, domain = 'corp.test') => ({ status: { result }, domain, info: `spf=${result}` });
const signed = (result: string, more: object = {}) => ({
  ...{ status: { result, aligned: 'corp.test' }, signingDomain: 'corp.test', id: 'id', info: `dkim=${result}` },
  ...{ signTime: '2026-11-23T09:00:00.000Z', signingHeaders: { keys: 'From: Date' }, ...more },
});
const facts = (found: { spf?: object | false; dkim?: object[]; dmarc?: object | false; arc?: object | false } = {}) => {
  const { spf = false, dkim = [], dmarc = judged('pass'), arc = false } = found;
  return factsOf({ spf, dkim: { results: dkim }, dmarc, arc } as unknown as AuthenticateResult, header);
};

describe('the words of the checks', () => {
  test('are none where nothing was checked, and DMARC cannot be judged', () => {
    expect(facts({ dmarc: false })).toMatchObject({
      ...{ spf: 'none', dkim: 'none', dmarc: 'permerror', arc: 'none', authorDomain: null, policy: null },
      ...{ aligned: [], unresolved: [], sealing: null, ambiguous: false, skipped: null },
      evidence: ['dmarc=permerror (not evaluated)'],
    });
    const why = { spf: false, dkim: { results: [] }, dmarc: false, arc: false, dmarcSkipReason: 'two authors' };
    expect(factsOf(why as unknown as AuthenticateResult, header).evidence).toEqual(['dmarc=permerror (two authors)']);
  });

  test('tell of ARC, and without a word where it says none', () => {
    const arc = (info?: string) => facts({ arc: { status: { result: 'pass' }, ...(info ? { info } : {}) } });
    expect(arc('arc=pass (i=1)')).toMatchObject({ arc: 'pass', evidence: ['arc=pass (i=1)', 'dmarc=pass'] });
    expect(arc().evidence).toEqual(['dmarc=pass']);
  });

  test.each([
    [['fail', 'pass', 'none'], 'pass'],
    [['policy', 'fail', 'temperror'], 'temperror'],
    [['neutral', 'policy', 'permerror'], 'policy'],
    [['neutral', 'permerror'], 'permerror'],
    [['neutral'], 'neutral'],
    [['none'], 'none'],
  ])('of signatures %j the best is told: %s', (results, word) => {
    expect(facts({ dkim: results.map(result => signed(result)) }).dkim).toBe(word);
  });

  test('a changed body is a failure, and so is a signature for another domain', () => {
    const changed = { result: 'neutral', comment: 'body hash did not verify' };
    expect(facts({ dkim: [{ ...signed('neutral'), status: changed }] }).dkim).toBe('fail');
    const foreign = {
      ...signed('pass'),
      status: { result: 'pass', aligned: 'corp.test', warnings: ['identity-domain'] },
    };
    expect(facts({ dkim: [foreign] })).toMatchObject({ dkim: 'fail', aligned: [] });
  });

  test.each([
    ['none', 'none'],
    ['quarantine', 'quarantine'],
    ['reject', 'reject'],
    ['p', null],
    ['', null],
  ])('the policy %j is %j', (policy, known) => {
    for (const result of ['pass', 'fail']) expect(facts({ dmarc: judged(result, { policy }) }).policy).toBe(known);
    expect(facts({ dmarc: judged('none', { policy }) }).policy).toBeNull();
  });

  test('the evidence is of printable lines, as many and as long as a person reads', () => {
    const dkim = [
      { ...signed('fail'), info: ` a\r\n\tb\0c ${'x'.repeat(600)}` },
      { ...signed('fail'), info: ' ' },
    ];
    const { evidence } = facts({ dkim, spf: spfOf('pass'), arc: { status: { result: 'none' }, info: 'arc=none' } });
    expect(evidence).toEqual([`a b c ${'x'.repeat(494)}`, 'spf=pass', 'arc=none', 'dmarc=pass']);
    const many = facts({ dkim: Array.from({ length: 40 }, () => signed('fail')) }).evidence;
    expect(many).toEqual(Array.from({ length: 30 }, () => 'dkim=fail'));
  });
});

describe('what vouches for the author', () => {
  const spfPass = {
    by: 'spf',
    domain: 'corp.test',
    uncoveredBytes: 0,
    covers: 'every',
    signatureId: null,
    signedAt: null,
  };
  const dkimPass = {
    ...{ by: 'dkim', domain: 'corp.test', uncoveredBytes: 0, covers: ['from', 'date'], signatureId: 'id' },
    signedAt: '2026-11-23T09:00:00.000Z',
  };
  test.each<[string, Parameters<typeof facts>[0], object[]]>([
    ['SPF', { spf: spfOf('pass') }, [spfPass]],
    ['SPF of a name written otherwise', { spf: spfOf('pass', ' Corp.Test.') }, [spfPass]],
    ['SPF that fails', { spf: spfOf('fail') }, []],
    ['SPF of another', { spf: spfOf('pass', 'evil.test') }, []],
    ['SPF that DMARC does not align', { spf: spfOf('pass'), dmarc: judged('fail', { alignment: { spf: {} } }) }, []],
    ['SPF without DMARC record', { spf: spfOf('pass'), dmarc: judged('none', { alignment: { spf: {} } }) }, [spfPass]],
    ['a signature', { dkim: [signed('pass')] }, [dkimPass]],
    ['a signature that fails', { dkim: [signed('fail')] }, []],
    ['a signature of another', { dkim: [signed('pass', { signingDomain: 'evil.test' })] }, []],
    ['a signature of no domain', { dkim: [signed('pass', { signingDomain: undefined })] }, []],
    ['a signature that DMARC does not align', { dkim: [signed('pass', { status: { result: 'pass' } })] }, []],
    [
      'a signature of a part of the body',
      { dkim: [signed('pass', { status: { result: 'pass', aligned: true, underSized: 7 }, id: undefined })] },
      [{ ...dkimPass, uncoveredBytes: 7, signatureId: null }],
    ],
    ['a signature without a time', { dkim: [signed('pass', { signTime: undefined })] }, [dkimPass]],
    [
      'a signature without a time that ends',
      { dkim: [signed('pass', { signTime: undefined, expiresAfter: '2026-12-01' })] },
      [{ ...dkimPass, signedAt: null }],
    ],
    [
      'a signature without a time, which leaves out Date',
      { dkim: [signed('pass', { signTime: undefined, signingHeaders: { keys: 'From' } })] },
      [{ ...dkimPass, covers: ['from'], signedAt: null, undated: true }],
    ],
    [
      'a subdomain, while DNS does not answer for DMARC',
      { spf: spfOf('pass', 'a.corp.test'), dmarc: judged('temperror') },
      [],
    ],
    ['the domain itself, while DNS does not', { spf: spfOf('pass'), dmarc: judged('temperror') }, [spfPass]],
    ['a subdomain', { spf: spfOf('pass', 'a.corp.test') }, [{ ...spfPass, domain: 'a.corp.test' }]],
  ])('%s', (_, found, aligned) => expect(facts(found).aligned).toEqual(aligned));
});

test('what DNS left open is named where it could have vouched', () => {
  const failed = { spf: spfOf('temperror'), dkim: [signed('temperror')], dmarc: judged('temperror') };
  expect(facts(failed).unresolved).toEqual(['spf', 'dkim', 'dmarc']);
  const others = {
    spf: spfOf('temperror', 'evil.test'),
    dkim: [signed('temperror', { signingDomain: undefined }), signed('fail')],
    dmarc: judged('fail'),
  };
  expect(facts(others).unresolved).toEqual([]);
});

describe('domains', () => {
  test.each([
    ['corp.test', 'corp.test', 'same'],
    ['corp.test', 'a.corp.test', 'organisation'],
    ['a.corp.co.uk', 'b.corp.co.uk', 'organisation'],
    ['a.co.uk', 'b.co.uk', 'none'],
    ['a.github.io', 'b.github.io', 'none'],
    ['co.uk', 'github.io', 'none'],
    ['corp.test', '', 'none'],
    ['', 'corp.test', 'none'],
    ['', '', 'none'],
  ])('%s and %s: %s', (author, other, kinship) => expect(alignment(author, other)).toBe(kinship));

  test('are compared as DNS does, and a suffix is nobody’s', () => {
    expect(plainDomain(' Corp.TEST.. ')).toBe('corp.test');
    expect(organisationOf('a.b.corp.co.uk')).toBe('corp.co.uk');
    expect(organisationOf('co.uk')).toBeNull();
    expect(organisationOf('github.io')).toBeNull();
  });
});

describe('seals', () => {
  const set = (d: string, said: string) => ({
    'arc-seal': { parsed: { d: { value: d } } },
    'arc-authentication-results': { original: `ARC-Authentication-Results: ${said}` },
  });
  const saw = 'i=1; mx.fwd.test; dmarc=pass header.from=Corp.test';
  const arc = (more: object = {}) =>
    ({ status: { result: 'pass' }, chain: [set('Fwd.test', saw)], signature: null, ...more }) as unknown as Parameters<
      typeof sealingOf
    >[0];

  test('are told of a valid chain, and of one for which DNS did not answer', () => {
    const sealing = {
      seals: [{ domain: 'fwd.test', dmarcPassedFor: 'corp.test' }],
      ...{ chain: 'pass', uncoveredBytes: 0, covers: [], signedAt: null },
    };
    expect(sealingOf(arc(), header)).toEqual(sealing);
    expect(sealingOf(arc({ status: { result: 'fail' } }), header)).toEqual({ ...sealing, chain: 'unresolved' });
    const signature = { status: { underSized: 3 }, signTime: '2026-11-23', signingHeaders: { keys: 'From' } };
    const known = { uncoveredBytes: 3, covers: ['from'], signedAt: '2026-11-23' };
    expect(sealingOf(arc({ signature }), header)).toEqual({ ...sealing, ...known });
    const two = arc({ chain: [set('a.test', saw), set('b.test', saw)] });
    expect(sealingOf(two, header)!.seals.map(({ domain }) => domain)).toEqual(['b.test', 'a.test']);
  });

  test.each([
    ['no chain', { chain: undefined, status: { result: 'fail' } }],
    ['none', { status: { result: 'none' } }],
    ['a failure with a comment', { status: { result: 'fail', comment: 'bad' } }],
    ['a failure of policy', { status: { result: 'fail', policy: {} } }],
  ])('%s is no chain', (_, more) => expect(sealingOf(arc(more), header)).toBeNull());
  test('nothing is no chain', () => expect(sealingOf(false, header)).toBeNull());

  test.each([
    ['two verdicts', `${saw}; dmarc=pass header.from=evil.test`, null],
    ['a failure', saw.replace('pass', 'fail'), null],
    ['no verdict', 'i=1; mx.fwd.test; spf=pass', null],
    ['no instance', saw.replace('i=1; ', ''), null],
    ['what cannot be read', 'i=1; (', null],
    ['no domain', 'i=1; mx.fwd.test; dmarc=pass', null],
    ['a folded field', saw.replace('; dmarc', ';\r\n dmarc'), 'corp.test'],
    ['blanks', saw.replace('i=1', 'i = 12 '), 'corp.test'],
  ])('a sealer that says %s', (_, said, domain) => {
    expect(sealingOf(arc({ chain: [set('fwd.test', said)] }), header)!.seals[0]!.dmarcPassedFor).toBe(domain);
  });

  test('of a broken set nothing is told', () => {
    const seals = (chain: object[]) => sealingOf(arc({ chain }), header)!.seals;
    expect(seals([{}])).toEqual([{ domain: '', dmarcPassedFor: null }]);
    expect(seals([set('fwd test', saw)])[0]!.domain).toBe('');
  });

  test('the newest sealer that saw it pass vouches, if all after it are believed', () => {
    const seals = [
      { domain: 'b.test', dmarcPassedFor: null },
      { domain: 'a.test', dmarcPassedFor: 'corp.test' },
    ];
    const sealing = { seals } as unknown as Sealing;
    expect(sealerFor(sealing, 'corp.test', ['a.test', 'b.test'])).toBe('a.test');
    expect(sealerFor(sealing, 'corp.test', ['a.test'])).toBeNull();
    expect(sealerFor(sealing, 'other.test', ['a.test', 'b.test'])).toBeNull();
    expect(sealerFor(null, 'corp.test', ['a.test'])).toBeNull();
  });
});

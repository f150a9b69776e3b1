import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isCallForHelp, isUnfollowing, readLettingIn } from '../../../src/triage/commands/short-answer.ts';

const id = '01jd3x5k8m2n4p6q7r9s0t1v2w';

describe('the answer about a held mail', () => {
  test.each([
    ['Re: [PT-4] Portal', 'let in', { say: 'in', mailId: null }],
    ['', '\n  Yes!\n\nAnna', { say: 'in', mailId: null }],
    ['', 'Keep out.', { say: 'out', mailId: null }],
    ['', 'always', { say: 'always', mailId: null }],
    ['', 'Fai entrare', { say: 'in', mailId: null }],
    ['', 'Draußen lassen', { say: 'out', mailId: null }],
    ['', 'toujours', { say: 'always', mailId: null }],
    [`let in ${id}`, '', { say: 'in', mailId: id }],
    [`Re: [PT-4] always ${id.toUpperCase()}`, 'Sent from my phone', { say: 'always', mailId: id }],
    ['', 'Hello,\n\nlet in\n\nThanks\nAnna', { say: 'in', mailId: null }],
    ['', 'Buongiorno,\nfai entrare, grazie', { say: 'in', mailId: null }],
    ['', 'Guten Tag zusammen,\n\nablehnen', { say: 'out', mailId: null }],
    ['', 'Yes, let him in please', { say: 'in', mailId: null }],
    ['', 'Yes please!', { say: 'in', mailId: null }],
    ['', 'Sì, fallo entrare', { say: 'in', mailId: null }],
    ['', 'Sí, gracias.', { say: 'in', mailId: null }],
    ['', 'Sim, obrigada', { say: 'in', mailId: null }],
    ['', 'Oui, toujours', { say: 'always', mailId: null }],
    ['', 'Ja, immer, danke', { say: 'always', mailId: null }],
    ['', 'No, grazie', { say: 'out', mailId: null }],
    ['', 'Nein danke.', { say: 'out', mailId: null }],
    ['', 'Non, merci – bloquer', { say: 'out', mailId: null }],
    ['', 'Thanks!', null],
    ['', 'No, let him in', null],
    ['', 'No, always', null],
    ['', 'No problem, let him in', null],
    ['', 'Ok, but who is that?', null],
    ['', 'Hello,\n\nwho is that?', null],
    ['', 'Is that somebody of yours?\n\nyes', null],
    ['Yes', 'The portal is down', null],
    ['', 'Yes, that is what we see too', null],
    ['', 'You should let in the patients', null],
    [`Portal ${id}`, '', null],
    ['', '', null],
  ])('%s / %s', (subject, text, answer) => expect(readLettingIn(subject, text)).toEqual(answer));
});

test.each(['en', 'it', 'es', 'pt', 'fr', 'de'])('the links of our mail in %s are understood', locale => {
  const { held, footer } = JSON.parse(readFileSync(`templates/words/${locale}.json`, 'utf8'));
  expect(readLettingIn(`${held.letIn} ${id}`, '')).toEqual({ say: 'in', mailId: id });
  expect(readLettingIn('', held.keepOut)).toEqual({ say: 'out', mailId: null });
  expect(readLettingIn('', held.always)).toEqual({ say: 'always', mailId: null });
  expect(footer.unfollow).toBeTruthy();
});

test('unfollowing is the subject as our links write it, and nothing longer', () => {
  for (const subject of ['unfollow', 'UNFOLLOW', 'unsubscribe', 'abbestellen']) {
    expect(isUnfollowing(subject), subject).toBe(true);
  }
  for (const subject of ['', 'Please do not unfollow', '[PT-3] Portal', 'Re: [PT-3] Unfollow', 'Re: Abmelden'])
    expect(isUnfollowing(subject)).toBe(false);
});

describe('a call for help', () => {
  test.each([
    ['help', ''],
    ['HELP!', 'Hello, please help me. Thank you'],
    ['Aiuto', 'Buongiorno, come si apre un ticket? Grazie'],
    ['ayuda', ''],
    ['ajuda', 'Olá'],
    ['Aide', 'Bonjour, comment ça marche ?'],
    ['Hilfe', 'Guten Tag, wie geht das?'],
    ['', 'help'],
    ['Re: help', 'help'],
  ])('%s / %s', (subject, text) => expect(isCallForHelp(subject, text)).toBe(true));
  test.each([
    ['help', 'The portal is down'],
    ['Help', 'we cannot log in'],
    ['Aiuto', 'il portale non funziona'],
    ['Hilfe', 'Das Portal geht nicht'],
    ['Help with the portal', ''],
    ['', ''],
    ['Portal', 'help'],
  ])('but not %s / %s, which is about something', (subject, text) => {
    expect(isCallForHelp(subject, text)).toBe(false);
  });
});

test('nothing throws, whatever is written', () => {
  const property = fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (subject, text) => {
    readLettingIn(subject, text);
    isUnfollowing(subject);
    isCallForHelp(subject, text);
  });
  fc.assert(property, { numRuns: 300 });
});

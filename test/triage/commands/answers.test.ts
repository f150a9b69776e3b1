import { describe, expect, test } from 'vitest';
import { readAnswers } from '../../../src/triage/commands/answers.ts';

const known = new Set(['tt_milano', 'tt_roma-est']);
const read = (text: string) =>
  Object.fromEntries(
    readAnswers(text, known).map(({ command }) => [command.kind, 'value' in command ? command.value : null]),
  );

test.each([
  ['tt_milano', { instance: 'tt_milano' }],
  ['TT-MILANO', { instance: 'tt_milano' }],
  ['tt_new', { instance: 'tt_new' }],
  ['È tt_milano.', { instance: 'tt_milano' }],
  ["L'istanza è tt_milano, grazie", { instance: 'tt_milano' }],
  ['Hello,\n\nit is tt_milano, priority high.\n\nKind regards\nAda Rossi', { instance: 'tt_milano', priority: 'high' }],
  ['Es tt_milano y prioridad alta', { instance: 'tt_milano', priority: 'high' }],
  ['Instância tt_milano. Prioridade média.', { instance: 'tt_milano', priority: 'medium' }],
  ['C’est tt_milano, priorité haute. Merci', { instance: 'tt_milano', priority: 'high' }],
  ['Es ist tt_milano, Priorität hoch.', { instance: 'tt_milano', priority: 'high' }],
  ['Alta', { priority: 'high' }],
  ['Urgent, please!', { priority: 'urgent' }],
  ['Mittel\nDanke', { priority: 'medium' }],
  ['Hospital San Carlo', { instance: 'Hospital San Carlo' }],
  ['> Which instance?\ntt_milano\n\n> Which priority?\nLow', { instance: 'tt_milano', priority: 'low' }],
  ['tt_milano. It has happened to everybody since nine.', { instance: 'tt_milano' }],
])('%j answers', (text, answers) => expect(read(text)).toEqual(answers));

test.each([
  '',
  'Alta temperatura nella sala server',
  'The low light hurts. High.',
  'Nobody at tt_milano can print',
  'Not high',
  'High?',
  'Hospital staff cannot log in.',
  'Thanks, it works again',
  'Hello Ada,\nthe urgent booking is lost',
  `${'word '.repeat(200)}tt_milano`,
])('%j answers nothing', text => expect(read(text)).toEqual({}));

describe('in the words of other people', () => {
  const read = (text: string) => readAnswers(text, new Set(['tt_pinolago'])).map(({ command }) => command);
  const instance = { kind: 'instance', value: 'tt_pinolago' };
  const priority = (value: string) => ({ kind: 'priority', value });
  test.each([
    ['high please', [priority('high')]],
    ['tt_pinolago / alta', [instance, priority('high')]],
    ['Alta.\n\nGrazie\nAda', [priority('high')]],
    ['Buongiorno,\n\ntt_pinolago, alta.\n\nGrazie, Ada', [instance, priority('high')]],
    ['Mittel, danke', [priority('medium')]],
    ['Klinik am See', [{ kind: 'instance', value: 'Klinik am See' }]],
    ['Hospital Brezo (Consultas externas)', [{ kind: 'instance', value: 'Hospital Brezo (Consultas externas)' }]],
    ['Hospital Brezo wants to know when', []],
    ['Il Centro San Carlo non riesce a entrare', []],
    ['La Clínica San Juan no puede entrar', []],
    ['urgent / high / low', []],
    ['It is tt_pinolago that sends me mail', []],
    ['High time that you answer', []],
  ])('%j', (text, commands) => expect(read(text)).toEqual(commands));
});

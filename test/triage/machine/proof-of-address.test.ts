import { expect, test } from 'vitest';
import type { Address } from '../../../src/mail/address.ts';
import { asksForProof, isVerifier } from '../../../src/triage/machine/proof-of-address.ts';

test.each([
  ['Verify your e-mail address', ''],
  ['[Slack] Please confirm your email address', ''],
  ['Dein Bestätigungscode', ''],
  ['Código de verificación: 482 113', ''],
  ['Réinitialisation de votre mot de passe', ''],
  ['Conferma la tua e-mail', ''],
  ['Verifique seu e-mail', ''],
  ['Welcome!', 'Your verification code is:\n\n482-113\n\nIt expires in ten minutes.'],
  ['Welcome', 'To verify your email, open https://a.test/confirm?token=9f8a7b6c5d4e3f2a1b0c'],
  ['Eve invited you to join Evil on Chat', ''],
])('"%s" is what services send to whoever reads an address', (subject, text) => {
  expect(asksForProof(subject, text)).toBe(true);
});

test.each([
  ['Bookings fail', 'Since 9:00 the calendar stays empty.'],
  ['Re: Portal', 'Patients tell us that the verification code does not come. Can you have a look?'],
  ['Agenda', 'Open https://clinic.test/agenda/2026/11/23?view=week and see.'],
  ['', ''],
])('"%s" is not', (subject, text) => {
  expect(asksForProof(subject, text)).toBe(false);
});

test('programs that verify are told by what they are called', () => {
  for (const local of [
    'verify',
    'verification',
    'account-verification',
    'e_mail.confirm',
    'otp',
    'login-code',
    'verify+x',
  ])
    expect(isVerifier(`${local}@corp.test` as Address)).toBe(true);
  for (const local of ['alice', 'registration', 'verity', 'confirmed', 'desk', 'mail'])
    expect(isVerifier(`${local}@corp.test` as Address)).toBe(false);
});

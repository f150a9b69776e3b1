import { describe, expect, test } from 'vitest';
import { splitReply } from '../../../src/triage/quoted/split.ts';

const own = 'The agenda of paediatrics is empty since nine.';

test.each([
  'CAUTION: This email originated from outside of the organization. Do not click links unless you recognize the sender.',
  '[EXTERNAL EMAIL]',
  'External email: use caution with links and attachments',
  'This Message Is From an External Sender\nThis message came from outside your organization.',
  'You don’t often get email from ada@clinic.test. Learn why this is important',
  'ATTENZIONE: questo messaggio proviene dall’esterno dell’organizzazione. Non cliccare sui link.',
  'AVISO: correo externo. No haga clic en los enlaces ni abra los adjuntos.',
  'Atención: remitente externo. Tenga cuidado con los enlaces.',
  'ATENÇÃO: este e-mail provém de fora da organização. Não clique em ligações.',
  'ATTENTION : expéditeur externe. Ne cliquez pas sur les liens.',
  'ACHTUNG: Diese E-Mail stammt von einem externen Absender. Klicken Sie nicht auf Links.',
])('a gateway’s banner goes: %s', banner => expect(splitReply(`${banner}\n\n${own}`).text).toBe(own));

describe('an own first sentence stays', () => {
  test.each([
    'Warning: an external sender gets error 550 when writing to us.',
    'Warning: mail with attachments of an external sender is lost.',
    'Atención: el remitente externo no recibe los avisos de cita.',
    'Attenzione: dal mittente esterno non arriva più nulla.',
    'Achtung: Ein externer Absender bekommt keine Bestätigung.',
    'Attention : un expéditeur externe ne reçoit plus les rappels.',
    'External doctors cannot log in.',
  ])('%s', first => expect(splitReply(`${first}\n\n${own}`).text).toBe(`${first}\n\n${own}`));
});

const notice =
  'This message is intended only for the addressee and may contain confidential information. If you received this in error, delete it.';
test('a notice at the end goes', () => expect(splitReply(`${own}\n\n${notice}`).text).toBe(own));
test.each([
  `The letter prints this twice:\n\n${notice}\n\nIt should stand there once.`,
  `Please take this out of our letters:\n\n${notice}`,
  `${own}\n\n${notice}\n\nCan you print it only once?`,
])('one that the author shows stays: %j', text => expect(splitReply(text)).toMatchObject({ text, quoted: null }));

test('a notice right below the lines of a signature goes, as Word writes it', () => {
  const notice =
    'Le informazioni contenute in questo messaggio sono riservate e destinate esclusivamente al destinatario. Se ricevuto per errore si prega di cancellarlo.';
  const own = 'La agenda è vuota.\n\nCordiali saluti\nAda Villa - Ufficio ICT';
  expect(splitReply(`${own}\n${notice}`)).toMatchObject({ text: own, quoted: notice });
  const quoted = `Nel referto compare due volte:\n${notice}`;
  expect(splitReply(quoted).text).toBe(quoted);
});

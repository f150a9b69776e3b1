import { expect, test } from 'vitest';
import { nearestSetting, refuseUnknownNames } from '../../src/config/names.ts';

test.each([
  ['SUPPORT_ADRESS', 'SUPPORT_ADDRESS'],
  ['DATABSE_URL', 'DATABASE_URL'],
  ['smtp_port', 'SMTP_PORT'],
  ['POSTERN_SMTP_PORT', 'SMTP_PORT'],
  ['POSTERN_HOM', 'POSTERN_HOME'],
  ['SUPORT-NAME', 'SUPPORT_NAME'],
])('%s in .env is refused, and %s named', (name, nearest) => {
  expect(() => refuseUnknownNames([name], {})).toThrow(`${name}: there is no such setting; did you mean ${nearest}?`);
});
test('all of them at once, and what is near to nothing points to the list', () => {
  expect(() => refuseUnknownNames(['COLOUR_OF_THE_SKY', 'RELAY_ULR'], {})).toThrow(
    /COLOUR_OF_THE_SKY: .*docs\/settings\.md lists them\nRELAY_ULR: .*RELAY_URL\?/,
  );
  expect(nearestSetting('COLOUR_OF_THE_SKY')).toBe(null);
});
test('of the environment only what begins like ours is judged', () => {
  expect(() => refuseUnknownNames([], { POSTERN_PORTS: '1' })).toThrow('POSTERN_PORTS');
  const fine = { PATH: '/bin', SUPPORT_ADRESS: 'x', POSTERN_HOME: '/x', POSTERN_SERVICE_HOST: '10.0.0.1' };
  const ofKubernetes = { POSTERN_PORT: 'tcp://10.0.0.1:25', POSTERN_PORT_25_TCP_ADDR: '10.0.0.1' };
  expect(() => refuseUnknownNames(['TZ', 'NODE_ENV', 'SMTP_PORT'], { ...fine, ...ofKubernetes })).not.toThrow();
});

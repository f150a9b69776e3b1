// Mails made to cost more than they weigh, and what is said of each.
export const top = 'From: vera@clinic.test\r\nSubject: bomb\r\nMIME-Version: 1.0\r\n';
const html = `${top}Content-Type: text/html\r\n\r\n`;
const many = 300_000;
export const bombs: Record<string, { mail: string; problem?: RegExp }> = {
  'multiparts nested 900 deep': {
    mail: `${top}Content-Type: multipart/mixed; boundary=b0\r\n\r\n${Array.from({ length: 900 }, (_, at) => `--b${at}\r\nContent-Type: multipart/mixed; boundary=b${at + 1}\r\n\r\n`).join('')}`,
    problem: /nested more than 20 deep/,
  },
  '200 000 parts': {
    mail: `${top}Content-Type: multipart/mixed; boundary=b\r\n\r\nx\r\n${'--b\r\n\r\n'.repeat(200_000)}`,
    problem: /more than 200 parts/,
  },
  '150 attachments': {
    mail: `${top}Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\nContent-Type: a/b\r\n\r\nx\r\n'.repeat(150)}--b--\r\n`,
    problem: /more than 100 attachments/,
  },
  'HTML of 10 MB': { mail: html + '<p>hello <b>you</b></p>'.repeat(450_000), problem: /longer than 1 MB/ },
  'tags nested 300 000 deep': { mail: html + '<b>'.repeat(many) },
  'tables nested 60 000 deep': { mail: html + '<table><tr><td>'.repeat(60_000) },
  'tags that never end': { mail: html + '<a b="'.repeat(many) },
  'a million brackets': { mail: html + '<'.repeat(1_000_000) },
  '5 MB of base64 that is none': { mail: `${top}Content-Transfer-Encoding: base64\r\n\r\n${'A=!'.repeat(1_700_000)}` },
  '6 MB of broken quoted-printable': {
    mail: `${top}Content-Transfer-Encoding: quoted-printable\r\n\r\n${'= '.repeat(3_000_000)}`,
  },
  '3 MB of format=flowed': {
    mail: `${top}Content-Type: text/plain; format=flowed; delsp=yes\r\n\r\n${'> a \r\n'.repeat(500_000)}`,
  },
  'mails nested 5000 deep': { mail: top + 'Content-Type: message/rfc822\r\n\r\n'.repeat(5000) },
  'To with 100 000 addresses': {
    mail: `${top}To: ${'a@b.test, '.repeat(100_000)}\r\n\r\nx`,
    problem: /header is longer/,
  },
  '20 000 header lines': { mail: `${top}${'X: y\r\n'.repeat(20_000)}\r\nx`, problem: /header/ },
  '40 000 folded lines': { mail: `X: y\r\n${' z\r\n'.repeat(40_000)}${top}\r\nx`, problem: /header/ },
  'a header line without end': { mail: `${top}X: ${'y'.repeat(5_000_000)}`, problem: /header/ },
  'openings of encoded words': { mail: `Subject: ${'=?a?q?'.repeat(10_000)}\r\n\r\nx` },
  'parameters without end': { mail: `${top}Content-Type: text/plain${';a*0*="b'.repeat(7000)}\r\n\r\nx` },
  'one image shown 60 000 times': { mail: html + '<img src="cid:a">'.repeat(60_000) },
  blanks: {
    mail: `${top}Subject: ${' '.repeat(60_000)}x\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${' \t'.repeat(500_000)}`,
  },
};

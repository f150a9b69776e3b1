// The titles of the RFCs that Postern cites; docs/rfcs.md is generated from them and from the code.
import { globSync, readFileSync } from 'node:fs';

const titles: Readonly<Record<string, string>> = {
  1047: 'Duplicate messages and SMTP',
  1428: 'Charsets of unmarked mail (unknown-8bit)',
  1557: 'Korean mail (ISO-2022-KR)',
  1843: 'Chinese mail (HZ)',
  1870: 'SMTP SIZE',
  1896: 'text/enriched',
  2034: 'SMTP enhanced status codes',
  2045: 'MIME bodies',
  2046: 'MIME media types',
  2047: 'Encoded words in a header',
  2142: 'Mailbox names (postmaster, abuse)',
  2156: 'X.400 to mail: Importance',
  2231: 'MIME parameters',
  2369: 'List-Unsubscribe and other list fields',
  2392: 'cid: URLs',
  2397: 'data: URLs',
  2557: 'MIME Encapsulation of Aggregate Documents, such as HTML (MHTML)',
  2696: 'Paged results in LDAP',
  2781: 'UTF-16',
  3156: 'OpenPGP in MIME',
  3207: 'STARTTLS for SMTP',
  3463: 'Enhanced status codes',
  3464: 'Delivery status notifications',
  3676: 'format=flowed',
  3834: 'Automatic answers',
  4291: 'IPv6 addresses',
  4511: 'LDAP',
  4512: 'Directory schema',
  4514: 'Distinguished names',
  4648: 'Base32',
  4954: 'SMTP AUTH',
  5230: 'Vacation in Sieve',
  5233: 'Subaddresses (plus addressing)',
  5256: 'Base subjects (IMAP THREAD)',
  5280: 'X.509 certificates',
  5321: 'SMTP',
  5322: 'Internet message format',
  5545: 'iCalendar',
  5546: 'iTIP: invitations',
  5436: 'Sieve notifications by mail',
  5652: 'CMS, the S in S/MIME',
  5802: 'SCRAM passwords',
  5965: 'Abuse reports (ARF)',
  6068: 'mailto: URLs',
  6177: 'IPv6 addresses of end sites',
  6266: 'Content-Disposition in HTTP',
  6008: 'Which DKIM signature a result is about',
  6376: 'DKIM',
  6449: 'Complaint feedback loops',
  6522: 'multipart/report',
  6531: 'SMTPUTF8',
  6532: 'Internationalised headers',
  6533: 'Internationalised DSNs',
  6750: 'The OAuth 2.0 Authorization Framework: Bearer Token Usage',
  6854: 'Group syntax in From',
  7208: 'SPF',
  7240: 'Prefer Header for HTTP',
  7372: 'Status codes for authentication',
  8058: 'One-click unsubscribe',
  8089: 'file: URLs',
  8098: 'Read receipts (MDN)',
  8187: 'Parameters of HTTP in UTF-8',
  8301: 'DKIM algorithms',
  8601: 'Authentication-Results',
  8617: 'ARC',
  9110: 'HTTP',
  9112: 'HTTP/1.1',
  9457: 'Problem Details for HTTP APIs',
  9989: 'DMARC',
};

/** One row for each RFC that the code cites, with the files that cite it. Throws for an RFC without a title above. */
export function rfcTable(): string {
  const cited = new Map<string, string[]>();
  for (const file of globSync('src/**/*.ts').sort()) {
    for (const [, number] of readFileSync(file, 'utf8').matchAll(/\bRFC (\d{3,5})\b/g)) {
      const files = cited.get(number!) ?? [];
      if (!files.includes(file)) cited.set(number!, [...files, file]);
    }
  }
  const rows = [...cited].sort(([a], [b]) => Number(a) - Number(b)).map(([number, files]) => row(number, files));
  return ['| RFC | what it is | where |', '|---|---|---|', ...rows].join('\n');
}

function row(number: string, files: readonly string[]): string {
  const title = titles[number];
  if (!title) throw new Error(`RFC ${number} is cited in ${files.join(', ')} and has no title in src/config/rfcs.ts`);
  const links = files.map(file => `[${file.slice('src/'.length)}](../${file})`).join(', ');
  return `| [RFC ${number}](https://www.rfc-editor.org/rfc/rfc${number}) | ${title} | ${links} |`;
}

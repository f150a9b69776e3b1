// The settings of mail that goes out.
import { z } from 'zod';
import { location } from './kinds.ts';

export const outgoingMail = {
  MAIL_FILES_BYTES: z.coerce
    .number()
    .int()
    .min(0)
    .max(1_073_741_824)
    .default(10_485_760)
    .describe('How many bytes of files travel with one outgoing mail; files beyond that are sent as links.'),
  RELAY_URL: location(/^(file:.|smtps?:\/\/.)/, 'smtp://, smtps:// or file:')
    .optional()
    .meta({ secret: true, shown: '`file:$POSTERN_HOME/outbox`' })
    .describe('Where outgoing mail goes: `smtp://user:password@host:587`, `smtps://`, or `file:` for `.eml` files.'),
  DKIM_KEY: z
    .string()
    .optional()
    .meta({ shown: 'unset: the relay signs' })
    .describe('File of an RSA key in PEM: outgoing mail is signed with it. Needs `DKIM_SELECTOR`.'),
  DKIM_SELECTOR: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,63}$/)
    .optional()
    .meta({ shown: 'unset' })
    .describe('Selector of the public key: its DNS name is `<selector>._domainkey.<domain>`.'),
  DKIM_DOMAIN: z
    .hostname()
    .optional()
    .meta({ shown: 'the domain of `SUPPORT_ADDRESS`' })
    .describe('The domain that signs.'),
};

// DKIM (RFC 6376): the fields that our signature covers. It has no t=, so that a retry makes the same bytes.
import { tmpdir } from 'node:os';
import type { DKIMOptions } from 'nodemailer';
import type { Signing } from '../../config/load.ts';

// Every field that a reader or a mail program acts upon. RFC 8058 section 4 requires both List- fields.
const covered = `From:Reply-To:To:Subject:Date:Message-ID:In-Reply-To:References:MIME-Version:Content-Type:
  Content-Transfer-Encoding:Auto-Submitted:List-Unsubscribe:List-Unsubscribe-Post:Thread-Topic:Thread-Index:
  Content-Language:X-Auto-Response-Suppress:X-Postern-Id`.replace(/\s+/g, '');

/** Options for nodemailer; empty without a key: then the relay signs. */
export const signingOptions = (signing: Signing | null): { dkim?: DKIMOptions } =>
  signing === null
    ? {}
    : {
        dkim: {
          domainName: signing.domain,
          keySelector: signing.selector,
          privateKey: signing.privateKey,
          headerFieldNames: covered,
          // The hash comes before the body, so a mail with files has to be kept until it is signed.
          cacheDir: tmpdir(),
        },
      };

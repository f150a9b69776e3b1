import { z } from 'zod';
import { location } from './kinds.ts';

/** Sign-in by the provider of an organisation, beside the mailed link. */
export const oidc = {
  OIDC_ISSUER: location(/^https?:\/\/[^?#]+$/, 'https:// and name an issuer')
    .optional()
    .meta({ shown: 'unset: no OIDC' })
    .describe('Issuer of an OpenID Connect provider by which people may sign in to the pages.'),
  OIDC_CLIENT_ID: z
    .string()
    .optional()
    .meta({ shown: 'unset' })
    .describe('Our client id there. Its redirect URL is `PUBLIC_URL/sign-in/oidc/back`.'),
  OIDC_CLIENT_SECRET: z.string().optional().meta({ secret: true, shown: 'unset' }).describe('Our client secret there.'),
  OIDC_NAME: z.string().max(60).default('OpenID').describe('Name of the provider on the button.'),
  OIDC_TRUST_EMAIL: z
    .enum(['yes', 'no'])
    .default('no')
    .describe(
      'Whether mail claims count that the provider does not mark as verified. Never for `common` or `organizations` of Entra ID, where people write that claim themselves.',
    ),
} as const;

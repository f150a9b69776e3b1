import { z } from 'zod';
import { port } from './kinds.ts';

/** Where health and figures are shown, beside the pages. */
export const healthSettings = {
  METRICS_PORT: port
    .optional()
    .meta({ shown: 'unset: only among the pages' })
    .describe(
      'Port of its own for `/livez`, `/readyz` and `/metrics`, for processes without pages and for health checks; 0 picks a free one. Whoever reaches it may read the figures.',
    ),
  METRICS_HOST: z.string().default('127.0.0.1').describe('Address that `METRICS_PORT` is bound to.'),
  METRICS_TOKEN: z
    .string()
    .regex(/^[!-~]{16,200}$/, { message: 'must be 16 to 200 characters without blanks' })
    .optional()
    .meta({ secret: true, shown: 'unset: this machine only' })
    .describe('Bearer token for `/metrics` among the pages, for a Prometheus on another machine.'),
};

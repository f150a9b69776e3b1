import { conformance } from './conformance.ts';
import { postgresServer } from './servers.ts';

conformance('PostgreSQL', postgresServer);

import { conversations, hung } from './postgres-away.ts';

conversations('hangs', 'X6', hung);

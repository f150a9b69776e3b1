import { conversations, gone } from './postgres-away.ts';

conversations('is gone', 'X5', gone);

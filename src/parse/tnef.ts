import type { Part } from './part.ts';
import type { Reading } from './reading.ts';
export async function keepTnef(_part: Part, _bytes: Buffer, _reading: Reading): Promise<void> {}

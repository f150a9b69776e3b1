// Reads the mail that its argument names, and prints by how many megabytes the process grew meanwhile.
import { createReadStream } from 'node:fs';
import type { KeepAttachment } from '../../src/parse/incoming-message.ts';
import { createParsePool } from '../../src/parse/pool/pool.ts';

const keep: KeepAttachment = async bytes => {
  let size = 0;
  for await (const chunk of bytes) size += chunk.length;
  return { key: 'none', size, sha256: '' };
};
const path = process.argv[2]!;
const pool = createParsePool({ smallBytes: 0 });
await pool.parse(createReadStream(path, { end: 5_000 }), keep);
const before = process.memoryUsage.rss();
let most = before;
const timer = setInterval(() => {
  most = Math.max(most, process.memoryUsage.rss());
}, 2);
const { attachments } = await pool.parse(createReadStream(path), keep);
clearInterval(timer);
console.log(JSON.stringify({ megabytes: (most - before) / 1e6, size: attachments[0]?.size }));
await pool.close();

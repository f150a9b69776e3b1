import { watchLineEnds } from '../mail/line-ends.ts';

/** The same bytes, and whether a bare CR or a bare LF was among them; ask when they have all passed. */
export function checkLineEnds(source: AsyncIterable<Buffer>): { bytes: AsyncIterable<Buffer>; bare(): boolean } {
  const watch = watchLineEnds();
  async function* pass() {
    for await (const chunk of source) {
      watch.see(chunk);
      yield chunk;
    }
    watch.end();
  }
  return { bytes: pass(), bare: watch.bare };
}

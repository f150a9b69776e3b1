// Checking a large mail costs milliseconds a chunk, and fifty at once would keep everybody waiting for
// fifty chunks. So only one chunk, of whichever mail, is handed out in each turn of the event loop.
const waiting: (() => void)[] = [];

export async function* paced<T>(chunks: AsyncIterable<T>): AsyncGenerator<T> {
  for await (const chunk of chunks) {
    await turn();
    yield chunk;
  }
}

function turn(): Promise<void> {
  return new Promise(resolve => {
    waiting.push(resolve);
    if (waiting.length === 1) setImmediate(next);
  });
}

function next(): void {
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(next);
}

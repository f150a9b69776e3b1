// Checking a large mail costs milliseconds a chunk, and with fifty at once every client would wait for fifty
// chunks. So one chunk, of one mail, is handed out in each turn of the event loop.
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

// The innocent client, on its own thread, so that work of the bench does not count as the listener's delay.
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { openWire } from './wire-client.ts';

const took: number[] = [];
let done = false;
parentPort!.once('message', () => {
  done = true;
});
let client = await openWire(workerData.port);
parentPort!.postMessage('ready');
for (let count = 1; !done; count += 1) {
  const since = performance.now();
  await client.say('NOOP');
  took.push(performance.now() - since);
  await sleep(10);
  // A session may send a thousand commands, so a new one is opened now and then.
  if (count % 900 === 0) {
    client.close();
    client = await openWire(workerData.port);
  }
}
client.close();
parentPort!.postMessage(took);

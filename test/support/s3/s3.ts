// An S3 server of the caller's own: OpenStack Swift with its S3 API, one process for each of its four parts.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

export type TestS3 = Readonly<{
  /** `http://address:port` */
  endpoint: string;
  /** An URL for STORE_URL; the bucket is made. */
  bucket(name: string): Promise<string>;
  /** The processes of the server, the first of which ends the others. */
  pid(): number;
  start(): Promise<void>;
  kill(signal?: NodeJS.Signals): Promise<void>;
  remove(): Promise<void>;
}>;

/** Debian's own: python3-swift belongs to it. */
const python = '/usr/bin/python3';
const server = fileURLToPath(new URL('s3-server.py', import.meta.url));

/** Says loudly what is left out where there is no server; for `describe.skipIf` and `test.skipIf`. */
export function withoutS3(suite: string): boolean {
  const { status } = spawnSync(python, ['-c', 'import swift.common.middleware.s3api.s3api']);
  if (status !== 0) console.warn(`LEFT OUT: ${suite}. There is no S3 server: install python3-swift to run it.`);
  return status !== 0;
}

/** `host`: the address of ours at which it listens. */
export async function startS3(host = '127.0.0.1'): Promise<TestS3> {
  // Not in /tmp, which may be a file system without extended attributes.
  const folder = await mkdtemp('/var/tmp/postern-s3-');
  const port = await freePort();
  const endpoint = `http://${host}:${port}`;
  let child: ChildProcess | null = null;

  async function start(): Promise<void> {
    const started = spawn(python, [server, folder, String(port), host], { stdio: ['ignore', 'pipe', 'pipe'] });
    child = started;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    let said = '';
    started.stdout!.on('data', chunk => {
      if (String(chunk).startsWith('ready')) resolve();
    });
    started.stderr!.on('data', chunk => {
      said += chunk;
    });
    started.once('exit', () => reject(new Error(`the S3 server did not start: ${said}`)));
    await promise;
  }
  async function kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const running = child;
    child = null;
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const ended = new Promise(resolve => running.once('exit', resolve));
    running.kill(signal);
    await ended;
  }
  await start();
  return {
    endpoint,
    async bucket(name) {
      const { CreateBucketCommand, S3Client } = await import('@aws-sdk/client-s3');
      const credentials = { accessKeyId: 'test:tester', secretAccessKey: 'testing' };
      const client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials });
      await client.send(new CreateBucketCommand({ Bucket: name }));
      client.destroy();
      return `s3://test%3Atester:testing@${name}/desk?endpoint=${endpoint}&region=us-east-1&path-style=true`;
    },
    pid: () => child!.pid!,
    start,
    kill,
    async remove() {
      await kill('SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Below the ports of outgoing connections, which could take it at any moment; on all four addresses. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const free = await Promise.all([1, 2, 3, 4].map(last => isFree(`127.0.0.${last}`, port)));
    if (free.every(Boolean)) return port;
  }
}

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise(resolve => {
    const probe = createServer().once('error', () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}

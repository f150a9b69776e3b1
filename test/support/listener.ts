// A listener in this process, over a real spool: what it stores are files, what it says is on a socket.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { type AddressInfo, BlockList } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ReceivePorts, receive } from '../../src/intake/receive.ts';
import { domainOf, localPartOf } from '../../src/mail/address.ts';
import type { PeerLimits } from '../../src/smtp/limits.ts';
import { createListener, type ListenerPorts, type ListenerSettings } from '../../src/smtp/listener.ts';
import { openCertificate } from '../../src/smtp/tls/certificate.ts';
import { openFileSpool } from '../../src/spool/file-spool.ts';
import type { SpooledMail } from '../../src/spool/spooled-mail.ts';

export type TestListener = Readonly<{
  port: number;
  /** What was unforeseen: a test that expects none should look. */
  unforeseen: unknown[];
  stored(): Promise<{ mail: SpooledMail; bytes: string }[]>;
  /** Files of mail that is not ours yet. */
  drafts(): Promise<string[]>;
  forget(): Promise<void>;
  sessions(): number;
  stop(): Promise<void>;
}>;
type Setup = Partial<Omit<ListenerSettings, 'peers'>> & {
  peers?: Partial<PeerLimits>;
  ports?: Partial<ListenerPorts>;
  take?: Partial<ReceivePorts>;
  host?: string;
};

export const nobody = new BlockList();
export const everyone: PeerLimits = {
  connections: 200,
  connectionsPerPeer: 200,
  connectionsPerMinute: 1e6,
  mailsPerMinute: 1e6,
};
export function network(...blocks: [ip: string, bits: number][]): BlockList {
  const list = new BlockList();
  for (const [ip, bits] of blocks) list.addSubnet(ip, bits, ip.includes(':') ? 'ipv6' : 'ipv4');
  return list;
}

/** Takes mail for support@mx.test from anyone; strangers only, no balancer, unless told otherwise. */
export async function startTestListener(setup: Setup = {}): Promise<TestListener> {
  const home = await mkdtemp(join(tmpdir(), 'postern-listener-'));
  const spool = await openFileSpool(join(home, 'spool'));
  const unforeseen: unknown[] = [];
  const ports: ReceivePorts = {
    begin: spool.begin,
    decide: async () => ({ verdict: { kind: 'accept', reasons: [] }, author: null, authentication: null }),
    received() {},
    refused() {},
    keep: () => null,
    maxMessageBytes: setup.maxMessageBytes ?? 1_000_000,
    ...setup.take,
  };
  const { server, stop } = createListener(
    {
      refuseRecipient: address =>
        domainOf(address) !== 'mx.test'
          ? 'relaying-denied'
          : /^(support|postmaster|abuse|many\d+)$/.test(localPartOf(address))
            ? null
            : 'unknown-recipient',
      receive: (arrival, bytes) => receive(ports, arrival, bytes),
      guideUrl: null,
      rates: { connection: () => true, mail: () => true },
      onUnforeseen: cause => unforeseen.push(cause),
      onLost() {},
      ...setup.ports,
    },
    {
      name: 'mx.test',
      maxMessageBytes: 1_000_000,
      certificate: await openCertificate({
        files: null,
        home,
        name: 'mx.test',
        onUnusable: cause => unforeseen.push(cause),
      }),
      trusted: nobody,
      proxyFrom: nobody,
      ...setup,
      peers: { ...everyone, ...setup.peers },
    },
  );
  await new Promise<void>(resolve => server.listen(0, setup.host ?? '127.0.0.1', resolve));
  return {
    port: (server.server.address() as AddressInfo).port,
    unforeseen,
    sessions: () => server.connections.size,
    drafts: () => readdir(join(home, 'spool', 'tmp')),
    async stored() {
      const mails = (await spool.leftovers(0)).map(async id => {
        const { mail, bytes } = (await spool.read(id))!;
        const chunks: Buffer[] = [];
        for await (const chunk of bytes()) chunks.push(chunk);
        return { mail, bytes: Buffer.concat(chunks).toString('latin1') };
      });
      return Promise.all(mails);
    },
    async forget() {
      for (const id of await spool.leftovers(0)) await spool.release(id);
    },
    async stop() {
      await stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

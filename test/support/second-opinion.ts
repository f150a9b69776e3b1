// dkimpy and pyspf, of Debian's python3-dkim and python3-spf, over the zone of a test.
import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Zone } from './dns-server.ts';

export type Question = Readonly<{ raw: string; ip: string; mailFrom: string; heloName: string }>;
export type Opinion = Readonly<{ dkim: boolean[]; arc: string; spf: string }>;

// Debian's own Python, because another one on PATH has no packages of Debian's.
const python = '/usr/bin/python3';

const script = `
import sys, json, base64, dkim, spf
zone = {}
def lookup(kind, name):
    name = (name.decode() if isinstance(name, bytes) else name).lower().rstrip('.')
    return zone.get(kind + ' ' + name, [])
def txt(name, timeout=5):
    found = lookup('TXT', name)
    return found[0].encode() if found and isinstance(found, list) else None
def records(name, qtype, *rest, **more):
    found = lookup(qtype, name)
    if not isinstance(found, list): raise spf.TempError('DNS')
    value = {'TXT': lambda v: (v.encode(),), 'MX': lambda v: (v['preference'], v['exchange'])}.get(qtype, lambda v: v)
    return [((name, qtype), value(v)) for v in found]
spf.DNSLookup = records
def signature(raw, index):
    try: return bool(dkim.DKIM(raw, minkey=1024).verify(idx=index, dnsfunc=txt))
    except Exception: return False
def chain(raw):
    try: return dkim.ARC(raw, minkey=1024).verify(dnsfunc=txt)[0].decode()
    except Exception as problem: return 'error: ' + str(problem)
for line in sys.stdin:
    q = json.loads(line)
    zone = q['zone']
    raw = base64.b64decode(q['raw'])
    count = sum(1 for name, value in dkim.DKIM(raw).headers if name.lower() == b'dkim-signature')
    print(json.dumps({
        'dkim': [signature(raw, index) for index in range(count)],
        'arc': chain(raw),
        'spf': spf.check2(i=q['ip'], s=q['mailFrom'], h=q['heloName'])[0],
    }), flush=True)
`;

export const secondOpinionMissing = (): boolean => spawnSync(python, ['-c', 'import dkim, spf']).status !== 0;

export function startSecondOpinion(zone: Zone) {
  const child = spawn(python, ['-c', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return { ask, close: () => void child.stdin.end() };

  async function ask({ raw, ...envelope }: Question): Promise<Opinion> {
    const encoded = Buffer.from(raw, 'latin1').toString('base64');
    child.stdin.write(`${JSON.stringify({ ...envelope, raw: encoded, zone: Object.fromEntries(zone) })}\n`);
    const { value, done } = await lines.next();
    if (done) throw new Error('the second opinion has died');
    return JSON.parse(value);
  }
}

// A network namespace for each gateway, on a bridge of the rig's own, whose links can be cut.
//
// A cut link drops what is sent and ends no connection, as a cable does that is pulled out.
import { spawnSync } from 'node:child_process';

export type Link = Readonly<{
  address: string;
  /** Stands in front of a program's command line. */
  command: readonly string[];
  cut(): void;
  mend(): void;
}>;
export type Network = Readonly<{
  /** Of the side on which everything else runs. */
  address: string;
  addLink(): Link;
  remove(): void;
}>;

/** Null, with the reason on the console, where no namespaces may be made. */
export function makeNetwork(): Network | null {
  const name = `pt${process.pid}`;
  // Of this process alone, since several may run at once.
  const subnet = `10.${64 + ((process.pid >> 8) % 128)}.${process.pid % 256}`;
  const address = `${subnet}.1`;
  const namespaces: string[] = [];
  const remove = () => {
    for (const namespace of namespaces.splice(0)) spawnSync('ip', ['netns', 'del', namespace]);
    spawnSync('ip', ['link', 'del', name]);
  };
  const failed =
    ip(`link add ${name} type bridge`) ?? ip(`addr add ${address}/24 dev ${name}`) ?? ip(`link set ${name} up`);
  if (failed !== null) {
    console.log(`LEFT OUT: network namespaces and the cut network. They need root, and ip: ${failed}`);
    remove();
    return null;
  }
  return {
    address,
    addLink() {
      const number = namespaces.length + 1;
      const namespace = `${name}-${number}`;
      const end = `${name}.${number}`;
      namespaces.push(namespace);
      const own = `${subnet}.${number + 1}`;
      must(`netns add ${namespace}`);
      must(`link add ${end} type veth peer name eth0 netns ${namespace}`);
      must(`link set ${end} master ${name} up`);
      must(`-n ${namespace} addr add ${own}/24 dev eth0`);
      must(`-n ${namespace} link set eth0 up`);
      must(`-n ${namespace} link set lo up`);
      return {
        address: own,
        command: ['ip', 'netns', 'exec', namespace],
        cut: () => void ip(`link set ${end} down`),
        mend: () => must(`link set ${end} up`),
      };
    },
    remove,
  };
}

/** Null where it went well; else why not. */
function ip(words: string): string | null {
  const { status, stderr, error } = spawnSync('ip', words.split(' '), { encoding: 'utf8' });
  return status === 0 ? null : String(error ?? stderr).trim();
}

function must(words: string): void {
  const failed = ip(words);
  if (failed !== null) throw new Error(`ip ${words}: ${failed}`);
}

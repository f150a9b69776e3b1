// Whether this process can do its work: each part is asked, at once and with a deadline.

/** `check` resolves with null where the part works, else with what is wrong, in our words. */
export type Part = Readonly<{ name: string; check(): Promise<string | null> }>;
export type PartState = Readonly<{ ok: boolean; ms: number; finding?: string }>;
export type Readiness = Readonly<{ ready: boolean; parts: Readonly<Record<string, PartState>> }>;

const patienceMs = 3_000;

export async function readinessOf(parts: readonly Part[]): Promise<Readiness> {
  const states = await Promise.all(parts.map(async part => [part.name, await stateOf(part)] as const));
  return { ready: states.every(([, { ok }]) => ok), parts: Object.fromEntries(states) };
}

/** The error of a part that fails is not shown: anyone may ask. */
async function stateOf({ check }: Part): Promise<PartState> {
  const since = performance.now();
  const finding = await inPatience(check).catch(() => 'it failed: the log or postern doctor says why');
  const ms = Math.round(performance.now() - since);
  return finding === null ? { ok: true, ms } : { ok: false, ms, finding };
}

async function inPatience(check: Part['check']): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>(resolve => {
    timer = setTimeout(() => resolve(`no answer within ${patienceMs / 1_000} s`), patienceMs);
  });
  return Promise.race([check(), late]).finally(() => clearTimeout(timer));
}

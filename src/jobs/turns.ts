// Whose turn it is to be sent: so many at once to the relay, and never all of them to one domain.
//
// A mail over which the relay takes long no longer counts, so that fifty that stall hold up no others. While the relay
// is away nothing is sent; then one mail tries it, and if that one gets through, all follow.

export type Turns<T> = Readonly<{
  add(item: T): void;
  waiting(): number;
  /** `halted`: nothing is sent; `trial`: one at a time, until one got through. */
  state(): TurnsState;
  /** Takes all that wait, which are not begun any more. */
  clear(): T[];
  /** Resolves when nothing is being sent. */
  settle(): Promise<void>;
}>;
export type TurnsState = 'open' | 'halted' | 'trial';
export type TurnOptions<T> = Readonly<{
  domainOf(item: T): string;
  /** Must not reject. */
  work(item: T): Promise<'relay-away' | 'done'>;
  limits?: Partial<TurnLimits>;
}>;
/** `quick`: mails at once over which the relay does not take longer than `slowMs`. */
export type TurnLimits = Readonly<{ quick: number; slowMs: number; relay: number; domain: number; haltMs: number }>;

export const turnLimits: TurnLimits = { quick: 5, slowMs: 1_500, relay: 100, domain: 60, haltMs: 5_000 };

export function createTurns<T>({ domainOf, work, limits }: TurnOptions<T>): Turns<T> {
  const { quick, slowMs, relay, domain, haltMs } = { ...turnLimits, ...limits };
  let waiting: T[] = [];
  const sending = new Set<Promise<void>>();
  const perDomain = new Map<string, number>();
  let counted = 0;
  let state: TurnsState = 'open';

  function go(): void {
    while (state !== 'halted' && sending.size < relay && counted < (state === 'trial' ? 1 : quick)) {
      const at = waiting.findIndex(item => (perDomain.get(domainOf(item)) ?? 0) < domain);
      const [item] = at < 0 ? [] : waiting.splice(at, 1);
      if (item === undefined) return;
      begin(item);
    }
  }

  function begin(item: T): void {
    const to = domainOf(item);
    perDomain.set(to, (perDomain.get(to) ?? 0) + 1);
    counted += 1;
    let isCounted = true;
    const uncount = () => {
      if (isCounted) counted -= 1;
      isCounted = false;
    };
    const slow = setTimeout(() => {
      uncount();
      // It has reached the relay, and stalls there.
      if (state === 'trial') state = 'open';
      go();
    }, slowMs);
    const sent: Promise<void> = work(item).then(result => {
      clearTimeout(slow);
      uncount();
      sending.delete(sent);
      const left = perDomain.get(to)! - 1;
      if (left === 0) perDomain.delete(to);
      else perDomain.set(to, left);
      if (result === 'relay-away') stopFor();
      else if (state === 'trial') state = 'open';
      go();
    });
    sending.add(sent);
  }

  function stopFor(): void {
    if (state === 'halted') return;
    state = 'halted';
    setTimeout(() => {
      state = 'trial';
      go();
    }, haltMs).unref();
  }

  return {
    add(item) {
      waiting.push(item);
      go();
    },
    waiting: () => waiting.length,
    state: () => state,
    clear() {
      const left = waiting;
      waiting = [];
      return left;
    },
    async settle() {
      while (sending.size > 0) await Promise.all(sending);
    },
  };
}

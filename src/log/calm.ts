const everyMs = 60_000;
const maxKinds = 100;

/** Passes on the first error of each kind in a minute: a server that is away fails many times a second. */
export function calmly(report: (cause: unknown) => void): (cause: unknown) => void {
  const reported = new Map<string, number>();
  return cause => {
    const kind = cause instanceof Error ? `${cause.name} ${cause.message.slice(0, 100)}` : String(cause);
    const now = performance.now();
    if (now - (reported.get(kind) ?? Number.NEGATIVE_INFINITY) < everyMs) return;
    if (reported.size >= maxKinds) reported.clear();
    reported.set(kind, now);
    report(cause);
  };
}

// What reading one mail may cost. Past a limit the reader keeps what it has and says so in
// `problems`; the bytes themselves stay with the caller, so nothing is lost by stopping.
export const budget = {
  headerBytes: 64 * 1024,
  headerLines: 1000,
  parts: 200,
  depth: 20,
  attachments: 100,
  /** Of text and of HTML each, per part and in all. */
  textBytes: 1024 * 1024,
  /** Containers that are opened in memory: winmail.dat and signed S/MIME. */
  containerBytes: 16 * 1024 * 1024,
  reportBytes: 256 * 1024,
  milliseconds: 20_000,
} as const;

/** Notes each thing once: two hundred parts over the limit are one problem. */
export function problemList() {
  const problems = new Set<string>();
  return { add: (problem: string) => void problems.add(problem), list: () => [...problems] };
}
export type ProblemList = ReturnType<typeof problemList>;

// Postfix's policy delegation protocol (SMTPD_POLICY_README): a request is lines of `name=value` and ends
// with an empty line. Bytes in, requests out; input is bounded and read once.
export type PolicyRequest = ReadonlyMap<string, string>;
export type RequestReader = Readonly<{
  /** The requests that are complete with these bytes; null where they are no request, now or ever. */
  read(bytes: Buffer): readonly PolicyRequest[] | null;
  /** A request has begun and has not ended. */
  isWithin(): boolean;
}>;

/** Postfix sends about forty attributes, in 2 KB at most. */
export const maxRequestBytes = 16_384;

export function readRequests(): RequestReader {
  let line: Buffer[] = [];
  let size = 0;
  let request = new Map<string, string>();

  /** False where it is no line of a request. */
  function endLine(complete: PolicyRequest[]): boolean {
    const text = Buffer.concat(line).toString();
    line = [];
    if (text === '') {
      if (request.size === 0) return false;
      complete.push(request);
      [request, size] = [new Map(), 0];
      return true;
    }
    const [, name = '', value = ''] = /^([a-z0-9_]{1,64})=(.*)$/s.exec(text) ?? [];
    // A name that is sent twice keeps its first value.
    if (name !== '' && !request.has(name)) request.set(name, value);
    return name !== '';
  }

  return {
    isWithin: () => size > 0,
    read(bytes) {
      const complete: PolicyRequest[] = [];
      let start = 0;
      for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
        line.push(bytes.subarray(start, end));
        size += end + 1 - start;
        if (size > maxRequestBytes || !endLine(complete)) return null;
        start = end + 1;
      }
      line.push(bytes.subarray(start));
      size += bytes.length - start;
      return size > maxRequestBytes ? null : complete;
    },
  };
}

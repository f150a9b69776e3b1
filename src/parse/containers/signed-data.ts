// Opens S/MIME signed mail: the mail within a SignedData (RFC 5652 section 5). The signature is not checked,
// and the result does not claim that it was. Nothing is ever decrypted.

type Element = { tag: number; constructed: boolean; content: Buffer; next: number };

const signedData = '2a864886f70d010702';
const maxNesting = 16;
const maxElements = 100_000;

/** The signed bytes; empty for a certificate-only message; null for encrypted data and all that is no SignedData. */
export function signedContent(bytes: Buffer): Buffer | null {
  try {
    const [type, wrapped] = children(elementAt(fromPem(bytes), 0).content);
    if (type?.content.toString('hex') !== signedData || wrapped === undefined) return null;
    // version, digestAlgorithms, encapContentInfo: the first SEQUENCE.
    const encapsulated = children(elementAt(wrapped.content, 0).content).find(({ tag }) => tag === 0x30);
    const explicit = encapsulated && children(encapsulated.content)[1];
    return explicit ? octets(elementAt(explicit.content, 0), 0) : Buffer.alloc(0);
  } catch {
    return null;
  }
}

/** Some programs write the PEM form into the base64 body. */
function fromPem(bytes: Buffer): Buffer {
  if (bytes[0] === 0x30) return bytes;
  const [, body] = /-----BEGIN [A-Z0-9 ]{1,40}-----([^-]*)-----END /.exec(bytes.toString('latin1')) ?? [];
  return body === undefined ? bytes : Buffer.from(body, 'base64');
}

/** An OCTET STRING, whole or in pieces (BER's constructed form, which is what streaming signers write). */
function octets(element: Element, depth: number): Buffer {
  if (!element.constructed) return element.content;
  if (depth > maxNesting) throw new RangeError('nested too deep');
  return Buffer.concat(children(element.content).map(piece => octets(piece, depth + 1)));
}

function children(content: Buffer): Element[] {
  const elements: Element[] = [];
  for (let at = 0; at < content.length && elements.length < maxElements; ) {
    const element = elementAt(content, at);
    elements.push(element);
    at = element.next;
  }
  return elements;
}

function elementAt(bytes: Buffer, at: number, depth = 0): Element {
  const tag = bytes.readUInt8(at);
  if ((tag & 0x1f) === 0x1f || depth > maxNesting) throw new RangeError('not of a kind used here');
  const constructed = (tag & 0x20) !== 0;
  const first = bytes.readUInt8(at + 1);
  if (first === 0x80) return indefinite(bytes, { tag, start: at + 2, depth });
  const lengthOctets = first < 0x80 ? 0 : first & 0x7f;
  const length = lengthOctets === 0 ? first : bytes.readUIntBE(at + 2, Math.min(lengthOctets, 6));
  const start = at + 2 + lengthOctets;
  // A truncated mail is shown as far as it goes.
  return { tag, constructed, content: bytes.subarray(start, start + length), next: start + length };
}

/** X.690 section 8.1.3.6: until the end-of-contents octets. */
function indefinite(bytes: Buffer, { tag, start, depth }: { tag: number; start: number; depth: number }): Element {
  let at = start;
  while (at + 1 < bytes.length && (bytes[at] !== 0 || bytes[at + 1] !== 0)) at = elementAt(bytes, at, depth + 1).next;
  return { tag, constructed: true, content: bytes.subarray(start, at), next: at + 2 };
}

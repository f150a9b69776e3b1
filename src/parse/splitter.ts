// mailsplit drops a part whose header runs into the next delimiter, with its text (RFC 2046 section 5.1.1
// requires an empty line there). It has no option for that, so the method that begins a part is wrapped.
import { type MimeNode, Splitter, type SplitterOptions } from '@zone-eu/mailsplit';

type Inside = { node: MimeNode; newNode(parent?: MimeNode | false): void };

export function splitterOfAllParts(options: SplitterOptions): Splitter {
  const splitter = new Splitter(options);
  const inside = splitter as unknown as Inside;
  const begin = inside.newNode.bind(splitter);
  inside.newNode = parent => {
    const { node } = inside;
    if (node._headerlen > 0 && !node.headers) {
      node.parseHeaders();
      splitter.push(node);
    }
    begin(parent);
  };
  return splitter;
}

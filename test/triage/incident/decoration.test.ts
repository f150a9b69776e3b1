// The same logo on every reply is folded; a picture that somebody sends is not.
import { expect, test } from 'vitest';
import type { Attachment } from '../../../src/desk/attachment.ts';
import { foldDecoration } from '../../../src/triage/incident/decoration.ts';

const file = (name: string, size: number, contentType = 'image/png', sha256 = name): Attachment => ({
  ...{ name, size, contentType, sha256 },
  ...{ inline: false, contentId: null, key: 'k' },
});
const folded = (one: Attachment, ...seen: string[]) => foldDecoration([one], { seen: new Set(seen) })[0]!.inline;

test.each(['image001.png', 'Outlook-a1b2c3.png', 'logo_clinic.jpg', 'facebook.gif', 'LinkedIn icon.png'])(
  'what a signature brings along is folded: %s',
  name => {
    expect(folded(file(name, 2_000))).toBe(true);
    expect(folded(file(name, 200_000))).toBe(false);
  },
);

test.each(['screenshot.png', 'Bildschirmfoto.png', 'IMG_0412.jpg', 'error.gif'])(
  'what somebody sends is not: %s',
  name => {
    expect(folded(file(name, 2_000))).toBe(false);
  },
);

test('a picture that stands on the ticket already is folded, whatever its size; another file is not', () => {
  expect(folded(file('screenshot.png', 200_000), 'screenshot.png')).toBe(true);
  expect(folded(file('report.pdf', 2_000, 'application/pdf'), 'report.pdf')).toBe(false);
});

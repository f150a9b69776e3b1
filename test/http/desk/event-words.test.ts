import { expect, test } from 'vitest';
import { loadWords } from '../../../src/delivery/templates/words.ts';
import { locales } from '../../../src/desk/locale.ts';
import { eventWords } from '../../../src/http/parts/desk/event-words.ts';
import { sayIn } from '../../../src/http/words.ts';

const sentences = [
  'followers added: a@x.test, b@x.test',
  'followers removed: a@x.test',
  'followers as before: a@x.test',
  'copied in from outside the directory: a@x.test, b@x.test',
  'a@x.test does not follow any more',
  'a@x.test follows again',
  'a@x.test is let in',
  'a@x.test is let in for good',
  'a@x.test is kept out',
  'a@x.test was removed from the directory, and is told no more',
  'delivery: mail to a@x.test does not arrive: 550 5.1.1 No such user',
  'not mailed to a@x.test: too many',
  'merged into PT-7',
  'PT-7 was merged into this ticket',
  'PT-7 is a ticket of its own again',
  'a reply became PT-7',
  'taken out of PT-7',
  'PT-7 is part of PT-8 again',
  'PT-9 follows up on PT-7',
  'PT-9 is followed up by PT-7',
  'requester: a@x.test -> b@x.test',
];

test.each(locales.filter(locale => locale !== 'en'))('events are said in %s, with whom they are about', locale => {
  const say = sayIn(loadWords(['templates'], locale));
  const english = sayIn(loadWords(['templates'], 'en'));
  for (const sentence of sentences) {
    const said = eventWords(sentence, say);
    expect(said).not.toBe(sentence);
    expect(said).not.toBe(eventWords(sentence, english));
    expect(said).not.toMatch(/[{}]/);
    expect(said).toMatch(/a@x\.test|PT-7/);
  }
});

test('an event of another form is shown as it stands', () => {
  expect(eventWords('loop: mail comes back', sayIn(loadWords(['templates'], 'de')))).toBe('loop: mail comes back');
});

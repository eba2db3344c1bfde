import { afterEach, expect, test } from 'vitest';
import { speak } from '../messages/language.ts';
import { scenes } from '../scenes/index.ts';
import type { Decision, RequestEnd } from '../simulation/events.ts';
import { explain } from '../simulation/reasons.ts';
import { explainInWords } from './explain.ts';
import { placeName } from './narrate.ts';
import { testBench } from './testBench.ts';

afterEach(() => speak('en'));

const ACCENTS: Readonly<Record<string, string>> = Object.fromEntries(
  [...'àçéĝĥîĵķļñöŕŝûŵýžÀÇÉĜĤÎĴĶĻÑÖŔŜÛŴÝŽ'].map((letter, index) => [
    letter,
    'aceghijklnorsuwyzACEGHIJKLNORSUWYZ'[index]!,
  ]),
);

/** A pseudo-language's text without its disguise: the English of the catalogue. */
function undisguised(text: string): string {
  const bare = text.replaceAll('⟦', '').replaceAll(/·*⟧/g, '');
  return [...bare].map((letter) => ACCENTS[letter] ?? letter).join('');
}

test.each(scenes)(
  'what $id says of packets in other languages is what the simulation says',
  async (entry) => {
    const bench = testBench(await entry.load());
    const told: [Decision | RequestEnd, string][] = [];
    bench.playground.onEvents((events) => {
      for (const event of events) {
        if (event.type === 'Hop') told.push([event, placeName(event.from)]);
        if (event.type === 'PacketEnd') told.push([event, placeName(event.place)]);
        if (event.type === 'RequestEnd') told.push([event, placeName(event.from)]);
      }
    });
    bench.frames.advance(30_000);
    const english = told.map(([event, place]) => explain(event, place));
    await speak('en-XA');
    const other = told.map(([event, place]) => {
      const { title, sentence, lookAt } = explainInWords(event, place);
      const plain = { title: undisguised(title), sentence: undisguised(sentence) };
      return lookAt === undefined ? plain : { ...plain, lookAt: undisguised(lookAt) };
    });
    expect(other).toEqual(english);
  },
);

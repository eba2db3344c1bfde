/** Snippets say what was chosen, and nothing of a title or an address gets out of its quotes. */
import { describe, expect, test } from 'vitest';
import { type Embedded, frameAddress, type SnippetId, snippetIds, snippets } from './snippets.ts';

const CODE = '1.q1bKzFOyUkrOT0lVqgUA_-';
const chosen: Embedded = {
  home: 'https://docs.example.com/kubehop/',
  title: 'The shop',
  options: {
    scene: CODE,
    view: 'packet-path',
    theme: 'dark',
    controls: 'play',
    height: 360,
    autoplay: true,
    editable: true,
    lang: 'de',
  },
  width: 640,
  poster: null,
};
const whole = (id: SnippetId, embedded: Embedded) => snippets[id].write(embedded).join('\n');

describe.each(snippetIds)('%s', (id) => {
  test('holds each choice and where it all comes from', () => {
    const text = whole(id, chosen);
    for (const part of [CODE, 'packet-path', 'dark', 'play', '360', '640', 'autoplay', 'editable', 'de'])
      expect(text).toContain(part);
    expect(text).toMatch(
      /https:\/\/docs\.example\.com\/kubehop\/(?:kubehop\.js|embed\.html)|'kubehop\/react'/,
    );
    expect(snippets[id].write(chosen)).toHaveLength(snippets[id].files.length);
  });

  test('leaves out what was not chosen', () => {
    const text = whole(id, { ...chosen, width: null, options: { scene: 'shop' } });
    for (const part of [
      'axWidth',
      'max-width',
      'width="6',
      'autoplay',
      'editable',
      'theme',
      'controls=',
      'lang',
    ])
      expect(text).not.toContain(part);
  });

  test.each([
    '"><script>alert(1)</script>',
    "' onload='alert(1)",
    '{{ alert(1) }} {% include x %} {alert(1)}',
    '>}} {{< other >}}',
    'two\n\n++++\nlines',
  ])('escapes %j in titles, scenes and posters', (attack) => {
    const text = whole(id, {
      ...chosen,
      title: attack,
      poster: `https://example.com/${attack}`,
      options: { ...chosen.options, scene: attack },
    });
    const plain = whole(id, {
      ...chosen,
      title: 'x',
      poster: 'https://example.com/x',
      options: { ...chosen.options, scene: 'x' },
    });
    expect(marksOf(text)).toEqual(marksOf(plain));
  });
});

test('the address of the iframe keeps a share code from the server, and asks for a ready-made scene by name', () => {
  expect(frameAddress(chosen)).toBe(
    `https://docs.example.com/kubehop/embed.html?view=packet-path&theme=dark&lang=de&controls=play&editable=1&autoplay=1#s=${CODE}`,
  );
  expect(frameAddress({ ...chosen, options: { scene: 'shop', autoplay: false } })).toBe(
    'https://docs.example.com/kubehop/embed.html?scene=shop&autoplay=0',
  );
});

/** All that any of the readers takes for a sign of its own. */
function marksOf(text: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const sign of ['<', '>', '"', "'", '{', '}', '\n']) counts[sign] = text.split(sign).length - 1;
  return counts;
}

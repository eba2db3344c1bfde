import { describe, expect, it } from 'vitest';
import { printQueryParameters, readQueryParameters } from './queryParameters.ts';

const nothing = {
  scene: null,
  lesson: null,
  step: null,
  theme: null,
  lang: null,
  notes: null,
  print: null,
  view: null,
  speed: null,
  autoplay: null,
  seed: null,
  server: null,
  test: null,
};

describe('URL parameters', () => {
  it('reads what is given and leaves the rest null', () => {
    expect(
      readQueryParameters(
        '?scene=shop&lesson=node-port&step=path&theme=dark&lang=zh-cn&view=packet-path&speed=0.5&autoplay=0&seed=7&server=.&notes=0123abcd&print&test',
      ),
    ).toEqual({
      scene: 'shop',
      lesson: 'node-port',
      step: 'path',
      theme: 'dark',
      lang: 'zh-CN',
      notes: '0123abcd',
      print: true,
      view: 'PacketPath',
      speed: 0.5,
      autoplay: false,
      seed: 7,
      server: '.',
      test: true,
    });
    expect(readQueryParameters('')).toEqual(nothing);
  });

  it.each([
    ['?theme=blue'],
    ['?view=Concept'],
    ['?speed=0'],
    ['?speed=fast'],
    ['?speed='],
    ['?autoplay=maybe'],
    ['?seed=-1'],
    ['?seed=1e3'],
    ['?scene=../../etc'],
    ['?scene=<script>'],
    ['?server=https://example.com/0123abcd'],
    ['?server=javascript:alert(1)'],
    ['?lesson=../node-port'],
    ['?lesson=javascript:alert(1)'],
    ['?lesson=//example.com/lesson.md'],
    ['?step=A'],
    ['?notes=../x'],
    ['?unknown=1'],
  ])('ignores %s', (search) => {
    expect(readQueryParameters(search)).toEqual(nothing);
  });

  it('prints what it reads', () => {
    const parameters = {
      scene: 'shop',
      lesson: 'https://example.com/a/lesson.md',
      step: 'path',
      theme: 'light',
      lang: 'de',
      notes: 'fedcba98',
      print: false,
      view: 'Concept',
      speed: 2,
      autoplay: true,
      seed: 42,
      server: 'http://127.0.0.1:8001/0123abcd',
      test: false,
    } as const;
    expect(readQueryParameters(printQueryParameters(parameters))).toEqual(parameters);
    expect(printQueryParameters({})).toBe('');
  });
});

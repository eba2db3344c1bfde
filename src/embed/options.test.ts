import { expect, it } from 'vitest';
import { readOptions } from './options.ts';

const read = (given: Record<string, string>) => readOptions((name) => given[name] ?? null);

it('an embed of which nothing is said is a picture with everything around it', () => {
  expect(read({})).toEqual({
    scene: null,
    lesson: null,
    step: null,
    view: null,
    theme: 'auto',
    lang: null,
    controls: 'full',
    editable: false,
    autoplay: false,
    height: null,
    speed: null,
    seed: null,
    test: false,
  });
});

it('reads what it knows', () => {
  expect(
    read({
      view: 'packet-path',
      theme: 'dark',
      controls: 'play',
      editable: '',
      autoplay: 'true',
      speed: '0.5',
    }),
  ).toMatchObject({
    view: 'packet-path',
    theme: 'dark',
    controls: 'play',
    editable: true,
    autoplay: true,
    speed: 0.5,
  });
});

it.each([
  ['320', '320px'],
  ['320px', '320px'],
  ['60vh', '60vh'],
  ['20.5rem', '20.5rem'],
])('a height of %s is %s', (given, height) => {
  expect(read({ height: given }).height).toBe(height);
});

it.each([
  { height: '1px}*{color:red' },
  { height: 'calc(1px)' },
  { height: '-1' },
  { view: 'concept"' },
  { theme: 'sepia' },
  { lang: 'de"><script>' },
  { lesson: 'javascript:alert(1)' },
  { step: '../x' },
  { speed: 'Infinity' },
  { speed: '' },
  { seed: '1e3' },
  { autoplay: 'false' },
])('%o is as if it were not there', (given) => {
  expect(read(given)).toEqual(read({}));
});

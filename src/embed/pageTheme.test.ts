import { expect, it } from 'vitest';
import { type PageLook, themeOf } from './pageTheme.ts';

const plain: PageLook = {
  words: [],
  colorScheme: 'normal',
  backgrounds: ['rgba(0, 0, 0, 0)'],
  prefersDark: false,
};

it.each<[string, Partial<PageLook>, string]>([
  ['Docusaurus', { words: ['dark'] }, 'dark'],
  ['Docusaurus, switched to light in a dark system', { words: ['light'], prefersDark: true }, 'light'],
  ['VitePress', { words: ['', 'dark'] }, 'dark'],
  ['Material for MkDocs', { words: ['slate'] }, 'dark'],
  ['Material for MkDocs, light', { words: ['default'], prefersDark: true }, 'light'],
  ['color-scheme alone', { colorScheme: 'dark' }, 'dark'],
  ['color-scheme that leaves it to the system', { colorScheme: 'light dark', prefersDark: true }, 'dark'],
  ['a page that only paints itself dark', { backgrounds: ['rgb(13, 17, 23)'] }, 'dark'],
  ['a light page in a dark system', { backgrounds: ['rgb(255, 255, 255)'], prefersDark: true }, 'light'],
  ['a page that says nothing, which browsers leave white', { prefersDark: true }, 'light'],
  ['a class that is no theme', { words: ['darkroom', 'lightbox'] }, 'light'],
])('%s', (_name, look, theme) => {
  expect(themeOf({ ...plain, ...look })).toBe(theme);
});

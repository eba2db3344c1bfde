import { expect, test } from 'vitest';
import { siteAddress } from './siteAddress.ts';

test('an address has a slash at its end and nothing behind it', () => {
  expect(siteAddress('https://docs.example.com')).toBe('https://docs.example.com/');
  expect(siteAddress('https://docs.example.com/kubehop')).toBe('https://docs.example.com/kubehop/');
  expect(siteAddress('https://docs.example.com/kubehop/?a#b')).toBe('https://docs.example.com/kubehop/');
});

test('without one there is none', () => {
  expect(siteAddress('')).toBeNull();
});

test('what is no address of a site stops the build', () => {
  expect(() => siteAddress('docs.example.com')).toThrow(/KUBEHOP_SITE=docs\.example\.com/);
  expect(() => siteAddress('javascript:alert(1)')).toThrow(/not an address/);
});

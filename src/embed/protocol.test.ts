import { expect, it } from 'vitest';
import { isPartner, partnerOrigin, readMessage, writeMessage } from './protocol.ts';

it('reads messages of its own form', () => {
  expect(readMessage({ kubehop: 1, type: 'play' })).toEqual({ type: 'play' });
  expect(readMessage({ kubehop: 1, type: 'load', scene: 'shop' })).toEqual({ type: 'load', scene: 'shop' });
  expect(readMessage({ kubehop: 1, type: 'goto', to: 1500 })).toEqual({ type: 'goto', to: 1500 });
  expect(readMessage({ kubehop: 1, type: 'goto', to: 'the-path' })).toEqual({ type: 'goto', to: 'the-path' });
  expect(readMessage({ kubehop: 1, type: 'set', theme: 'dark', view: 'endpoints' })).toEqual({
    type: 'set',
    theme: 'dark',
    view: 'endpoints',
  });
});

it.each([
  null,
  undefined,
  'play',
  42,
  [],
  { type: 'play' },
  { kubehop: '1', type: 'play' },
  { kubehop: 2, type: 'play' },
  { kubehop: 1 },
  { kubehop: 1, type: 'eval', code: 'alert(1)' },
  { kubehop: 1, type: 'constructor' },
  { kubehop: 1, type: 'load' },
  { kubehop: 1, type: 'load', scene: ['shop'] },
  { kubehop: 1, type: 'load', scene: 'a'.repeat(200_001) },
  { kubehop: 1, type: 'goto', to: -1 },
  { kubehop: 1, type: 'goto', to: Number.NaN },
  { kubehop: 1, type: 'goto', to: '<img src=x>' },
])('%o is no message', (data) => {
  expect(readMessage(data)).toBeNull();
});

it('leaves out of a message what does not fit', () => {
  expect(
    readMessage({ kubehop: 1, type: 'set', theme: 'constructor', view: ['concept'], html: '<b>' }),
  ).toEqual({
    type: 'set',
  });
});

it('numbers what it says', () => {
  expect(writeMessage({ type: 'height', height: 480 })).toEqual({ kubehop: 1, type: 'height', height: 480 });
});

it('speaks with the origin it was told, else with the one it was opened from', () => {
  expect(partnerOrigin('https://docs.example.com/any/page', 'https://other.example.com/')).toBe(
    'https://docs.example.com',
  );
  expect(partnerOrigin(null, 'https://other.example.com/page')).toBe('https://other.example.com');
  expect(partnerOrigin('javascript:alert(1)', '')).toBe('*');
  expect(isPartner('https://docs.example.com', 'https://docs.example.com')).toBe(true);
  expect(isPartner('https://evil.example.com', 'https://docs.example.com')).toBe(false);
  expect(isPartner('null', 'https://docs.example.com')).toBe(false);
});

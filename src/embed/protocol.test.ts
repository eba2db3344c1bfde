import { expect, it } from 'vitest';
import { isPartner, misunderstanding, partnerOrigin, readMessage, writeMessage } from './protocol.ts';

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

it('says what it did not understand, once and only of what is meant for it', () => {
  expect(misunderstanding({ kubehop: 2, type: 'play' })).toBe(
    'this frame speaks version 1 of the protocol: it wants kubehop: 1, not 2',
  );
  expect(misunderstanding({ kubehop: '1', type: 'play' })).toContain('not "1"');
  expect(misunderstanding({ kubehop: { toString: () => 'x' }, type: 'play' })).toContain(
    'a value of type object',
  );
  expect(misunderstanding({ kubehop: 1, type: 'eval' })).toContain('type "eval" is not known');
  expect(misunderstanding({ kubehop: 1, type: 'load', scene: 'a'.repeat(200_001) })).toContain('too long');
  for (const foreign of [null, 'play', { type: 'play' }, { source: 'react-devtools', payload: {} }])
    expect(misunderstanding(foreign)).toBeNull();
  expect(misunderstanding({ kubehop: 1, type: 'play' })).toBeNull();
  // A page that sends everything back would else be answered for ever.
  for (const type of ['ready', 'hop', 'goal', 'error', 'height'])
    expect(misunderstanding({ kubehop: 2, type })).toBeNull();
});

import { afterEach, expect, test, vi } from 'vitest';
import { t } from './clusterEvents.ts';
import { closestLanguage, currentLanguage, parseLanguage, speak } from './language.ts';
import { messagesOf } from './messages.ts';

afterEach(() => speak('en'));

test('the browser’s first language that is spoken here wins', () => {
  expect(closestLanguage(['de-AT', 'en'])).toBe('de');
  expect(closestLanguage(['fr', 'zh-Hans-SG', 'en'])).toBe('zh-CN');
  expect(closestLanguage(['en-GB', 'de'])).toBe('en');
  expect(closestLanguage(['', 'pt-BR'])).toBe('en');
});

test('an address may name a language in any case, and pseudo-languages', () => {
  expect(parseLanguage('zh-cn')).toBe('zh-CN');
  expect(parseLanguage('en-XA')).toBe('en-XA');
  expect(parseLanguage('klingon')).toBeNull();
});

test('texts follow the language', async () => {
  const english = t('none');
  await speak('de');
  expect(currentLanguage()).toBe('de');
  expect(t('none')).not.toBe(english);
  await speak('en-XA');
  expect(t('none')).toMatch(/^⟦.*⟧$/);
});

test('an embed begins with less, and has the rest as soon as something of it can be said', async () => {
  vi.resetModules();
  const language = await import('./language.ts');
  await import('./canvas.ts');
  await language.speak('de', false);
  expect(language.hasOwnMessage('canvas', 'pending')).toBe(true);
  expect(language.hasOwnMessage('clusterEvents', 'none')).toBe(false);

  const later = await import('./clusterEvents.ts');
  await language.whenSpoken();
  expect(language.hasOwnMessage('clusterEvents', 'none')).toBe(true);
  expect(later.t('none')).not.toBe(t('none'));
});

test('what a language lacks is said in English', async () => {
  const ofNoLanguage = messagesOf('nowhere', { hello: 'Hello' });
  await speak('de');
  expect(ofNoLanguage('hello')).toBe('Hello');
});

test('plurals, choices and tags', () => {
  const made = messagesOf('nowhere', {
    pods: [['count', 2, { one: [0, ' Pod'], other: [0, ' Pods'] }]],
    hint: ['Set ', ['code', 'spec.ports'], ' of ', ['name']],
  });
  expect(made('pods', { count: 1 })).toBe('1 Pod');
  expect(made('pods', { count: 2000 })).toBe('2,000 Pods');
  expect(made.rich('hint', { code: (parts) => ({ code: parts.join('') }), name: 'shop' })).toEqual([
    'Set ',
    { code: 'spec.ports' },
    ' of shop',
  ]);
});

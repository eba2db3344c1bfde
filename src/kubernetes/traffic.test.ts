import { expect, test } from 'vitest';
import { outsideServerRow } from './outsideServer.ts';
import { type Traffic, trafficRow } from './traffic.ts';
import { validators } from './validation.ts';

function fieldsWrongIn(spec: Partial<Traffic['spec']>): string[] {
  const traffic: Traffic = {
    ...trafficRow.template('visits'),
    spec: { from: { kind: 'Client', name: 'visitor' }, service: { name: 'shop' }, ...spec },
  };
  return validators.Traffic(traffic).map(({ field = '' }) => field);
}

test('Traffic may name a Host, a TLS server name, a method, a path and headers', () => {
  const spec = {
    host: 'shop.example.com:8080',
    tlsServerName: 'shop.example.com',
    method: 'POST',
    path: '/a?b=c',
  };
  expect(fieldsWrongIn({ ...spec, headers: { 'X-Canary': 'always' } })).toEqual([]);
});

test.each([
  [{ host: 'https://shop.example.com/' }, 'spec.host'],
  [{ tlsServerName: 'shop.example.com:443' }, 'spec.tlsServerName'],
  [{ method: 'FETCH' }, 'spec.method'],
  [{ path: 'cart' }, 'spec.path'],
])('%o is refused at %s', (spec, field) => {
  expect(fieldsWrongIn(spec)).toEqual([field]);
});

test('a URL has its own path', () => {
  const { service: _, ...spec } = { url: 'http://shop/', service: undefined, path: '/cart' };
  const traffic = { ...trafficRow.template('visits') };
  const wrong = validators.Traffic({
    ...traffic,
    spec: { from: { kind: 'Client', name: 'visitor' }, ...spec },
  });
  expect(wrong.map(({ field }) => field)).toEqual(['spec.path']);
});

test('an OutsideServer serves names and wildcards, but no URLs', () => {
  const server = outsideServerRow.template('pay');
  const wrong = (names: string[]) =>
    validators.OutsideServer({ ...server, spec: { ...server.spec, names } }).map(({ field }) => field);
  expect(wrong(['shop.example.com', '*.shop.example.com'])).toEqual([]);
  expect(wrong(['shop.example.com', 'http://shop'])).toEqual(['spec.names[1]']);
});

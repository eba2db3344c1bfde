import { describe, expect, it } from 'vitest';
import { attackTexts } from '../testing/attacks.ts';
import { fetchScene } from './fetchScene.ts';
import { sourceOf } from './sceneSource.ts';

const PAGE = 'https://docs.example.com/guide/services.html';
const of = (scene: string | null) => sourceOf({ scene }, PAGE);

it('tells an id, a share code, an address and YAML apart', () => {
  expect(of(null)).toEqual({ type: 'none' });
  expect(of('node-port')).toEqual({ type: 'ready', id: 'node-port' });
  expect(of('1.q1YqLU4t')).toEqual({ type: 'code', code: '1.q1YqLU4t' });
  expect(of('https://kubehop.example.com/?view=concept#s=1.q1Yq_-t')).toEqual({
    type: 'code',
    code: '1.q1Yq_-t',
  });
  expect(of('./scenes/own.yaml')).toEqual({
    type: 'address',
    url: 'https://docs.example.com/guide/scenes/own.yaml',
  });
  expect(of('https://raw.example.org/own.yaml')).toMatchObject({ type: 'address' });
  expect(of('kind: Node\nmetadata: {name: a}')).toMatchObject({ type: 'text' });
  expect(sourceOf({ scene: 'shop', yaml: 'kind: Node' }, PAGE)).toEqual({ type: 'text', text: 'kind: Node' });
});

describe('addresses that are never asked', () => {
  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt://%0aalert(1)',
    'data:text/yaml,kind: Node',
    'blob:https://docs.example.com/1234',
    'file:///etc/passwd',
    'ftp://example.com/a.yaml',
    'https://user:secret@example.com/a.yaml',
    'http://example.com/a.yaml',
    'https://localhost/a.yaml',
    'https://localhost./a.yaml',
    'https://printer/a.yaml',
    'https://nas.local/a.yaml',
    'https://vault.internal/a.yaml',
    'https://127.0.0.1/a.yaml',
    'https://127.1/a.yaml',
    'https://2130706433/a.yaml',
    'https://0x7f.0.0.1/a.yaml',
    'https://0177.0.0.1/a.yaml',
    'https://0.0.0.0/a.yaml',
    'https://10.1.2.3/a.yaml',
    'https://172.16.0.1/a.yaml',
    'https://172.31.255.254/a.yaml',
    'https://192.168.1.1/a.yaml',
    'https://100.64.0.1/a.yaml',
    'https://169.254.169.254/latest/meta-data',
    'https://[::1]/a.yaml',
    'https://[::]/a.yaml',
    'https://[fd00::1]/a.yaml',
    'https://[fe80::1]/a.yaml',
    'https://[::ffff:10.0.0.1]/a.yaml',
    'https://[64:ff9b::a00:1]/a.yaml',
    'https://[2002:a00:1::]/a.yaml',
    'https://[2001::1]/a.yaml',
    `https://example.com/${'a'.repeat(3000)}`,
    '//192.168.0.1/a.yaml',
    '\\\\192.168.0.1\\a.yaml',
  ])('%s', (address) => {
    expect(of(address).type).toBe('refused');
  });
});

it('what is too long is read no further', () => {
  const long = `kind: Node${' '.repeat(500_000)}`;
  for (const source of [of(long), sourceOf({ scene: null, yaml: long }, PAGE)])
    expect(source).toMatchObject({ type: 'refused', why: expect.stringContaining('more than 500000') });
});

it.each(attackTexts)('%j is nothing that is loaded from elsewhere', (text) => {
  const source = of(text);
  if (source.type === 'address') expect(new URL(source.url).origin).toBe(new URL(PAGE).origin);
  else expect(['refused', 'ready', 'code', 'text']).toContain(source.type);
});

it('what lies beside the page may be asked, wherever that is', () => {
  const page = 'http://localhost:3000/docs/';
  expect(sourceOf({ scene: 'own.yaml' }, page)).toEqual({
    type: 'address',
    url: 'http://localhost:3000/docs/own.yaml',
  });
  expect(sourceOf({ scene: 'http://localhost:4000/own.yaml' }, page).type).toBe('refused');
});

it.each(['https://172.15.0.1/a', 'https://172.32.0.1/a', 'https://8.8.8.8/a', 'https://[2606:4700::1]/a'])(
  '%s is public',
  (address) => {
    expect(of(address).type).toBe('address');
  },
);

describe('a scene that is fetched', () => {
  it('comes without credentials and is not led elsewhere', async () => {
    let asked: RequestInit | undefined;
    const fetched = await fetchScene('https://example.com/a.yaml', async (_url, init) => {
      asked = init;
      return new Response('kind: Node');
    });
    expect(fetched).toEqual({ text: 'kind: Node' });
    expect(asked).toMatchObject({ credentials: 'omit', redirect: 'error', referrerPolicy: 'no-referrer' });
  });

  it('is refused when it is too large, missing or out of reach', async () => {
    const large = async () => new Response('a'.repeat(500_001));
    expect(await fetchScene('https://example.com/', large)).toEqual({ why: '> 500 kB' });
    const missing = async () => new Response('', { status: 404 });
    expect(await fetchScene('https://example.com/', missing)).toEqual({ why: 'HTTP 404' });
    const offline = async () => Promise.reject(new TypeError('Failed to fetch'));
    expect(await fetchScene('https://example.com/', offline)).toEqual({ why: 'Failed to fetch' });
  });
});

import { expect, test } from 'vitest';
import { tokensOf } from './yamlLines.ts';

function looks(line: string): [string, string][] {
  return tokensOf(line).map(({ from, to, look }) => [look, line.slice(from, to)]);
}

test('the parts of a line are told apart', () => {
  expect(looks('  - name: "http" # the usual')).toEqual([
    ['sign', '-'],
    ['key', 'name'],
    ['sign', ':'],
    ['text', '"http"'],
    ['comment', '# the usual'],
  ]);
  expect(looks('port: 80')).toEqual([
    ['key', 'port'],
    ['sign', ':'],
    ['number', '80'],
  ]);
  expect(looks('labels: {app.kubernetes.io/name: shop, on: true}')).toEqual([
    ['key', 'labels'],
    ['sign', ':'],
    ['sign', '{'],
    ['key', 'app.kubernetes.io/name'],
    ['sign', ':'],
    ['sign', ','],
    ['key', 'on'],
    ['sign', ':'],
    ['word', 'true'],
    ['sign', '}'],
  ]);
  expect(looks('image: example.com/a:1.2#x')).toEqual([
    ['key', 'image'],
    ['sign', ':'],
    ['sign', ':'],
  ]);
});

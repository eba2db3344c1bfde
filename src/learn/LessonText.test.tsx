import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { proseOf } from '../lessons/markdown.ts';
import { LessonText, LineOfText } from './LessonText.tsx';

const withoutClasses = (html: string) => html.replace(/ class="[^"]*"/g, '');
const drawn = (source: string) => withoutClasses(renderToStaticMarkup(<LessonText text={proseOf(source)} />));

test('Markdown becomes elements', () => {
  expect(drawn('A **Service** is *rules*, see `kubectl get svc`.')).toBe(
    '<div><p>A <strong>Service</strong> is <em>rules</em>, see <code translate="no">kubectl get svc</code>.</p></div>',
  );
  expect(drawn('1. one\n2. two')).toBe('<div><ol start="1"><li>one</li><li>two</li></ol></div>');
  const table = drawn('| port | who |\n| --- | --- |\n| 80 | caller |');
  expect(table).toContain('<th scope="col">port</th>');
  expect(table).toContain('<td>caller</td>');
});

test('HTML is text, and nothing of it becomes an element', () => {
  const html = drawn('<img src=x onerror=alert(1)> and <b>bold</b>\n\n<script>alert(1)</script>');
  expect(html).not.toMatch(/<(?:img|b|script)\b/);
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
});

test('only links to the web lead away, and they take nothing along', () => {
  expect(drawn('[docs](https://kubernetes.io/docs/)')).toContain(
    '<a href="https://kubernetes.io/docs/" target="_blank" rel="noopener noreferrer">docs</a>',
  );
  for (const url of ['javascript:alert(1)', 'data:text/html,x', '/local', 'vbscript:x'])
    expect(drawn(`[press](${url})`)).toBe('<div><p>press</p></div>');
});

test('a line of text has no paragraph of its own', () => {
  const line = withoutClasses(renderToStaticMarkup(<LineOfText text={proseOf('On `node-a`')} />));
  expect(line).not.toContain('<p>');
  expect(line).toContain('<code translate="no">node-a</code>');
});

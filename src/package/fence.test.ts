/** Fences of Markdown files: what they become, and that nothing in them is run. */
import { expect, test } from 'vitest';
import { attackTexts } from '../testing/attacks.ts';
import { canRun, readFence, readOptions } from './fence.ts';
import { markdownItKubehop, printFence } from './markdownIt.ts';
import { remarkKubehop } from './remark.ts';

const YAML = `apiVersion: v1
kind: Pod
metadata: { name: web }
spec: { containers: [{ name: web, image: nginx }] }
`;

const attacks = [...attackTexts, '</code></pre><iframe src=//example.com>', '<!-- --><svg>', '\u0000<b>'];

test('YAML becomes the scene of an embed, and stays readable inside', () => {
  const fence = readFence('kubehop view=endpoints height=360 autoplay', YAML);
  expect(fence.problems).toEqual([]);
  const attributes = Object.fromEntries(fence.attributes);
  expect(attributes).toEqual({ scene: YAML, view: 'endpoints', height: '360', autoplay: '' });
  expect(printFence(fence).match(/kind: Pod/g)).toHaveLength(2);
});

test('a fence without YAML names a scene', () => {
  expect(printFence(readFence('kubehop scene="shop" theme=dark', '\n'))).toBe(
    '<kubehop-playground v-pre scene="shop" theme="dark" height="420" style="display:block;height:420px;overflow:auto"></kubehop-playground>\n',
  );
  expect(readFence('kubehop', '').problems).toEqual(['it has neither YAML nor a scene or lesson']);
});

test('what cannot be an option is said and left out', () => {
  expect(readOptions(' view=sideways colour=red height=1e9 editable=false')).toEqual({
    options: { editable: false },
    problems: ['view cannot be "sideways"', 'there is no option "colour"', 'height cannot be "1e9"'],
  });
});

test('broken YAML is shown with line and column, and makes no embed', () => {
  const fence = readFence('kubehop', 'kind: Pod\n  name: web\n');
  expect(canRun(fence)).toBe(false);
  expect(printFence(fence)).toMatch(/Kubehop: 1:7: /);
  expect(printFence(fence)).not.toContain('<kubehop-playground');
});

test.each(attacks)('nothing of %j is run, wherever it stands', (attack) => {
  const inYaml = `${YAML}---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata:\n  text: ${JSON.stringify(attack)}\n`;
  const pages = [
    printFence(readFence('kubehop', inYaml)),
    printFence(readFence('kubehop', attack)),
    printFence(readFence(`kubehop scene=${attack} theme="${attack}"`, '')),
    printFence(readFence(`kubehop ${attack}=1`, YAML)),
  ];
  for (const page of pages) {
    expect(tagsOf(page)).toEqual(expect.not.arrayContaining(['script', 'img', 'svg', 'iframe', 'b']));
    expect(page.replace(/"[^"]*"/g, '').replace(/>[^<]*</g, '><')).not.toMatch(
      /\son\w+\s*=|javascript:|data:/,
    );
    expect(page.match(/<(?:div|kubehop-playground)(?! v-pre)/g)).toBeNull();
  }
});

test('markdown-it keeps its other fences', () => {
  const markdown = { renderer: { rules: { fence: () => '<pre>usual</pre>' } } };
  markdownItKubehop(markdown);
  const fence = markdown.renderer.rules.fence as unknown as (tokens: unknown, index: number) => string;
  expect(fence([{ info: 'yaml', content: YAML }], 0)).toBe('<pre>usual</pre>');
  expect(fence([{ info: 'kubehop-like', content: YAML }], 0)).toBe('<pre>usual</pre>');
  expect(fence([{ info: 'kubehop', content: YAML }], 0)).toContain('<kubehop-playground');
});

test('remark gives an element for HTML and MDX, and a message for what is wrong', () => {
  const code = { type: 'code', lang: 'kubehop', meta: 'height=300 nonsense', value: YAML };
  const tree = { type: 'root', children: [{ type: 'paragraph', children: [] }, code] };
  const messages: string[] = [];
  remarkKubehop()(tree, { message: (reason: string) => messages.push(reason) });
  expect(messages).toEqual(['Kubehop: there is no option "nonsense"']);
  expect(code).toMatchObject({
    type: 'kubehop',
    data: {
      hName: 'kubehop-playground',
      hProperties: { height: '300', scene: YAML },
      hChildren: [{ tagName: 'div', properties: { slot: 'poster' } }],
    },
  });
});

/** The names of all tags, as a browser would read them. */
function tagsOf(html: string): string[] {
  return [...html.matchAll(/<([a-z][\w-]*)/gi)].map((match) => match[1]!.toLowerCase());
}

/** What people try to slip into pages, addresses and files; tests push each through every way into an embed. */

/** Sets `window.ran` where one of them is run. */
const RUN = 'window.ran=1';

/** As a title, a name, an option, a share code … */
export const attackTexts = [
  `<script>${RUN}</script>`,
  `</script><script>${RUN}</script>`,
  `<img src=x onerror=${RUN}>`,
  `"><img src=x onerror="${RUN}">`,
  `' onfocus='${RUN}' autofocus='`,
  `<svg onload=${RUN}>`,
  `<svg><animate onbegin=${RUN} attributeName=x dur=1s>`,
  `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${RUN}&gt;">`,
  `<iframe srcdoc="<script>parent.ran=1</script>">`,
  `<a href="javascript:${RUN}">x</a>`,
  `<style>*{background:url(https://evil.example.com/x)}</style>`,
  `<link rel=stylesheet href=https://evil.example.com/x>`,
  `&lt;script&gt;${RUN}&lt;/script&gt;`,
  `{{ constructor.constructor("${RUN}")() }}`,
  `\${${RUN}}`,
  `javascript:${RUN}`,
  `JaVaScRiPt://%0a${RUN}`,
  `data:text/html,<script>${RUN}</script>`,
  'blob:https://evil.example.com/1234',
  '__proto__',
  'constructor',
  'toString',
  '{name} {0} <b>bold</b> \u2018{',
  '\u202emoc.elpmaxe\u202c \u2066x\u2069 \ufeff',
  '\ud800 half a sign',
  '%00%0d%0aSet-Cookie:x=1',
  '../../../etc/passwd',
  '1.AAAA____not-a-code',
  '4294967295.q1YqLU4t',
] as const;

export interface BadManifest {
  readonly what: string;
  readonly yaml: string;
}

const inConfigMap = (data: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: ${data}\n`;

/** YAML that no embed may show, however it comes. */
export const badManifests: readonly BadManifest[] = [
  { what: 'a bracket that is not closed', yaml: 'kind: Service\nmetadata: {name: x\n' },
  { what: 'a tab as indentation', yaml: 'kind: Service\nmetadata:\n\tname: x\n' },
  {
    what: 'aliases that grow a thousandfold',
    yaml: inConfigMap(
      `\n  a: &a [x,x,x,x,x,x,x,x,x,x]\n${['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']
        .map((name, index) => `  ${name}: &${name} [${`*${'abcdefgh'[index]!},`.repeat(10)}]`)
        .join('\n')}`,
    ),
  },
  { what: 'an alias of what is not there', yaml: inConfigMap('{x: *nowhere}') },
  { what: 'twenty thousand brackets', yaml: `x: ${'['.repeat(20_000)}` },
  { what: 'five thousand levels', yaml: `x: ${'{a: '.repeat(5_000)}1${'}'.repeat(5_000)}` },
  { what: 'ten million characters', yaml: inConfigMap(`{x: "${'a'.repeat(10_000_000)}"}`) },
  { what: 'a web page', yaml: '<!doctype html>\n<title>404</title>\n<p>Not found\n' },
  { what: 'a function', yaml: 'kind: !!js/function "function () { window.ran = 1 }"\nmetadata: 1\n' },
  { what: 'a name that is none', yaml: 'apiVersion: v1\nkind: Node\nmetadata: {name: "<img src=x>"}\n' },
  { what: 'a name that is an object', yaml: 'apiVersion: v1\nkind: Node\nmetadata: {name: {toString: 1}}\n' },
];

/** Shown as the scene that they are; afterwards no object has got anything more. */
export const pollutingManifests: readonly string[] = [
  inConfigMap('\n  __proto__: {polluted: "1"}\n  constructor: "1"'),
  'apiVersion: v1\nkind: Node\nmetadata:\n  name: a\n  labels: {__proto__: "polluted"}\n__proto__: {polluted: 1}\n',
  'apiVersion: v1\nkind: Node\nmetadata: {name: a}\nconstructor: {prototype: {polluted: 1}}\n',
];

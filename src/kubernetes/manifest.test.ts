import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forExport, readManifest, writeManifest } from './manifest.ts';
import type { KubernetesObject } from './objectMeta.ts';

const shop = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: shop\n';
const shopObject = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'shop' } };

function objectsOf(text: string): KubernetesObject[] {
  const { documents, errors } = readManifest(text);
  expect(errors).toEqual([]);
  return documents.map(({ object }) => object);
}

/** What the value of `spec` in YAML text becomes. */
function specOf(yaml: string): unknown {
  return (objectsOf(`${shop}spec: ${yaml}\n`)[0] as unknown as { spec: unknown }).spec;
}

function refusalOf(text: string): { message: string; line: number; column: number } {
  const { documents, errors } = readManifest(text);
  expect(documents).toEqual([]);
  expect(errors).toHaveLength(1);
  const { message, line, column } = errors[0]!;
  return { message, line, column };
}

describe('what can be read', () => {
  it.each([
    ['one document', shop, 1],
    ['several documents', `${shop}---\n${shop}`, 2],
    ['empty documents and comments between', `# top\n---\n---\n${shop}--- # again\n# only this\n`, 1],
    ['end markers', `${shop}...\n---\n${shop}...\n`, 2],
    ['a directive', `%YAML 1.1\n---\n${shop}`, 1],
    ['CRLF', `${shop}---\n${shop}`.replaceAll('\n', '\r\n'), 2],
    ['a byte order mark', `\ufeff${shop}`, 1],
    [
      'KYAML',
      '---\n{\n  apiVersion: "v1",\n  kind: "Service",\n  metadata: {\n    name: "shop",\n  },\n}\n',
      1,
    ],
    ['JSON', JSON.stringify(shopObject, null, '\t'), 1],
    ['JSON after JSON', `${JSON.stringify(shopObject)}\n${JSON.stringify(shopObject)}`, 2],
    ['nothing', '', 0],
    ['a List', `apiVersion: v1\nkind: List\nitems: [${JSON.stringify(shopObject)}]`, 1],
    ['an empty List', 'apiVersion: v1\nkind: List\nitems: []\n', 0],
    [
      'a typed list whose items do not say what they are',
      'apiVersion: v1\nkind: ServiceList\nitems:\n- metadata: {name: shop}\n',
      1,
    ],
  ])('%s', (_, text, count) => {
    expect(objectsOf(text)).toEqual(Array.from({ length: count }, () => shopObject));
  });

  it('says where each object begins, also inside a list, and keeps the comment above', () => {
    const text = `# The shop.\n${shop}---\napiVersion: v1\nkind: List\nitems:\n- ${JSON.stringify(shopObject)}\n`;
    const { documents } = readManifest(text);
    expect(documents.map(({ line }) => line)).toEqual([2, 10]);
    expect(documents[0]!.comment).toBe(' The shop.');
  });

  it('gives the configuration file of kube-proxy, which has no name, the one that kubeadm keeps it under', () => {
    const file = 'apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\nmode: ipvs\n';
    expect(readManifest(file).documents[0]!.object).toMatchObject({
      metadata: { name: 'kube-proxy' },
      mode: 'ipvs',
    });
  });

  it('reads the good documents around a bad one', () => {
    const { documents, errors } = readManifest(`${shop}---\nkind: [\n---\n${shop}`);
    expect(documents).toHaveLength(2);
    expect(errors.map(({ document, line }) => [document, line])).toEqual([[2, 7]]);
  });
});

describe('scalars mean what they mean to kubectl', () => {
  it.each([
    ['yes', true],
    ['on', true],
    ['Off', false],
    ['n', false],
    ['"yes"', 'yes'],
    ["'on'", 'on'],
    ['~', null],
    ['0777', 511],
    ['0o17', 15],
    ['0x1F', 31],
    ['-0b11', -3],
    ['08', 8],
    ['1_000', 1000],
    ['1e3', 1000],
    ['.5', 0.5],
    ['"8080"', '8080'],
    ['12:30:45', '12:30:45'],
    ['2026-01-01', '2026-01-01'],
    ['1.2.3', '1.2.3'],
    ['!!str 5', '5'],
    ['!!int "5"', 5],
  ])('%s', (yaml, value) => {
    expect(specOf(yaml)).toEqual(value);
  });

  it('makes text of keys', () => {
    expect(specOf('{8080: a, yes: b, 1.5: c}')).toEqual({ 8080: 'a', true: 'b', 1.5: 'c' });
  });

  it('follows aliases and merges maps, what is written winning', () => {
    expect(specOf('{a: &a {x: 1, z: 2}, b: *a, c: {<<: *a, z: 3}}')).toEqual({
      a: { x: 1, z: 2 },
      b: { x: 1, z: 2 },
      c: { x: 1, z: 3 },
    });
  });

  it('takes no key for a prototype', () => {
    const spec = specOf('{__proto__: {polluted: true}}') as object;
    expect(Object.keys(spec)).toEqual(['__proto__']);
    expect((spec as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe('what is refused, where, and in which words', () => {
  const yaml = 'error converting YAML to JSON: yaml: ';
  it.each([
    [
      'a tab as indentation',
      `${shop}spec:\n\ttype: x\n`,
      `${yaml}line 6: found character that cannot start any token`,
      6,
      1,
    ],
    [
      'a mapping inside a value',
      `${shop}spec: a: b\n`,
      `${yaml}line 5: mapping values are not allowed in this context`,
      5,
      7,
    ],
    [
      'a wrong indentation',
      `${shop}spec:\n    a: 1\n  b: 2\n`,
      `${yaml}line 7: did not find expected key`,
      7,
      1,
    ],
    ['an open quote', `${shop}spec: "x\n`, `${yaml}line 6: found unexpected end of stream`, 6, 1],
    ['an open list', `${shop}spec: [1, 2\n`, `${yaml}line 6: did not find expected ',' or ']'`, 6, 1],
    ['a line without a colon', `${shop}oops\nspec: 1\n`, `${yaml}line 5: could not find expected ':'`, 5, 1],
    [
      'a key twice',
      `${shop}kind: Pod\n`,
      `${yaml}unmarshal errors:\n  line 5: key "kind" already set in map`,
      5,
      1,
    ],
    ['an unknown anchor', `${shop}spec: *x\n`, `${yaml}unknown anchor 'x' referenced`, 5, 7],
    ['an anchor in itself', `${shop}spec: &x [*x]\n`, `${yaml}anchor 'x' value contains itself`, 5, 11],
    [
      'a merge of no map',
      `${shop}spec: {<<: 1}\n`,
      `${yaml}map merge requires map or sequence of maps as the value`,
      5,
      12,
    ],
    [
      'a placeholder of a template',
      `${shop}spec: {{ .Values.spec }}\n`,
      `${yaml}invalid map key: map[interface {}]interface {}{".Values.spec":interface {}(nil)}`,
      5,
      8,
    ],
    [
      'not a number',
      `${shop}spec: .nan\n`,
      'error converting YAML to JSON: json: unsupported value: NaN',
      5,
      7,
    ],
    ['a separator with text', `---x\n`, 'invalid Yaml document separator: x', 1, 4],
    [
      'a list of objects',
      `- a\n`,
      'json: cannot unmarshal array into Go value of type unstructured.detector',
      1,
      1,
    ],
    [
      'plain text',
      'hello',
      'json: cannot unmarshal string into Go value of type unstructured.detector',
      1,
      1,
    ],
    [
      'no kind',
      'metadata: {name: x}\napiVersion: v1\n',
      `Object 'Kind' is missing in '{"apiVersion":"v1","metadata":{"name":"x"}}'`,
      1,
      1,
    ],
    ['no apiVersion', 'kind: Pod\n', `Object 'apiVersion' is missing in '{"kind":"Pod"}'`, 1, 1],
    [
      'a number for a kind',
      'apiVersion: v1\nkind: 5\n',
      "couldn't get version/kind; json parse error: json: cannot unmarshal number into Go struct field .kind of type string",
      1,
      1,
    ],
    ['a wrong apiVersion', 'apiVersion: a/b/c\nkind: X\n', 'unexpected GroupVersion string: a/b/c', 1, 1],
    ['no name', 'apiVersion: v1\nkind: Pod\n', 'resource name may not be empty', 1, 1],
    [
      'a generated name',
      'apiVersion: v1\nkind: Pod\nmetadata: {generateName: a-}\n',
      'from a-: cannot use generate name with apply',
      1,
      1,
    ],
    [
      'a number for a name',
      'apiVersion: v1\nkind: Pod\nmetadata: {name: 5}\n',
      'json: cannot unmarshal number into Go struct field ObjectMeta.metadata.name of type string',
      1,
      1,
    ],
    [
      'a List item of no kind',
      'apiVersion: v1\nkind: List\nitems:\n- metadata: {name: a}\n',
      `Object 'Kind' is missing in '{"metadata":{"name":"a"}}'`,
      4,
      1,
    ],
  ])('%s', (_, text, message, line, column) => {
    expect(refusalOf(text)).toEqual({ message, line, column });
  });
});

// Megabytes of text on a busy machine: the patience is for the machine, the text itself is read in well under a second.
describe('text that is made to hurt', { timeout: 60_000 }, () => {
  const ten = (item: string) => `[${Array(10).fill(item).join(', ')}]`;
  const bomb = [...'bcdefghij'].map((name, at) => `${name}: &${name} ${ten(`*${'abcdefghij'[at]}`)}`);
  const depth = 'error converting YAML to JSON: yaml: line 1: exceeded max depth of 1000';
  const tokens = 'Request entity too large: it has more YAML tokens than can be read';
  it.each([
    ['too long', 'a'.repeat(5_000_000), 'Request entity too large: limit is 3145728'],
    ['too long in bytes', 'é'.repeat(2_000_000), 'Request entity too large: limit is 3145728'],
    [
      'an alias bomb',
      `${shop}a: &a ${ten('x')}\n${bomb.join('\n')}\n`,
      'error converting YAML to JSON: yaml: document contains excessive aliasing',
    ],
    ['nested lists', '['.repeat(3_000_000), depth],
    ['nested maps', '{a: '.repeat(700_000), depth],
    ['nested JSON', `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`, depth],
    ['nested dashes', '- '.repeat(1_000_000), depth],
    ['a flood of values', `[${'a, '.repeat(900_000)}]`, tokens],
    ['a flood of errors', '"" '.repeat(900_000), tokens],
  ])('%s is refused in words', (_, text, message) => {
    expect(refusalOf(text).message).toBe(message);
  });

  it('stops at a hundred errors and at five thousand documents', () => {
    expect(readManifest('a: 1\n---\n'.repeat(300_000)).errors).toHaveLength(100);
    const many = readManifest(`${JSON.stringify(shopObject)}\n---\n`.repeat(20_000));
    expect(many.documents).toHaveLength(5000);
    expect(many.errors[0]!.message).toBe('Request entity too large: it has more than 5000 documents');
  });

  it('never throws', () => {
    const fragment = fc.constantFrom(
      ...'{}[]:,-?&*!|>#%"\'\t\n \\@`~<.aA0',
      '---',
      '\n  ',
      ': ',
      '- ',
      '<<',
      '\r\n',
      '\u2028',
    );
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 40 }), (parts) => {
        const { documents, errors } = readManifest(parts.join(''));
        expect(documents.length + errors.length).toBeGreaterThanOrEqual(0);
        for (const error of errors) expect(error.line * error.column).toBeGreaterThanOrEqual(1);
      }),
      { numRuns: 500 },
    );
  });
});

describe('what is written', { timeout: 60_000 }, () => {
  it('is block YAML in the order in which people write it', () => {
    const object = {
      status: {},
      spec: { ports: [{ port: 80 }], note: 'yes', code: '0777', empty: '' },
      metadata: { labels: { app: 'shop' }, name: 'shop' },
      kind: 'Service',
      apiVersion: 'v1',
    };
    expect(writeManifest([object, shopObject])).toBe(
      'apiVersion: v1\nkind: Service\nmetadata:\n  name: shop\n  labels:\n    app: shop\n' +
        'spec:\n  ports:\n  - port: 80\n  note: "yes"\n  code: "0777"\n  empty: ""\nstatus: {}\n' +
        `---\n${shop}`,
    );
  });

  it('reads back as the same', () => {
    const json = fc.jsonValue({ maxDepth: 4, noUnicodeString: false }).map((value) => {
      // JSON has one zero only.
      return JSON.parse(JSON.stringify(value)) as unknown;
    });
    const object = fc.record({
      apiVersion: fc.constantFrom('v1', 'apps/v1', 'example.com/v1'),
      kind: fc.constantFrom('Service', 'Thing'),
      metadata: fc.record({ name: fc.string({ minLength: 1, unit: 'grapheme' }), labels: json }),
      spec: json,
      data: fc.dictionary(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' })),
    }) as unknown as fc.Arbitrary<KubernetesObject>;
    fc.assert(
      fc.property(fc.array(object, { maxLength: 3 }), (objects) => {
        expect(objectsOf(writeManifest(objects))).toEqual(objects);
      }),
      { numRuns: 200 },
    );
  });

  it('keeps for export what a person would write', () => {
    const live = {
      ...shopObject,
      metadata: {
        name: 'shop',
        labels: { app: 'shop' },
        uid: '1',
        resourceVersion: '2',
        generation: 3,
        creationTimestamp: '2026-01-01T00:00:00Z',
        managedFields: [],
      },
      spec: { clusterIP: '10.96.0.10' },
      status: { loadBalancer: {} },
    };
    expect(forExport(live)).toEqual({
      ...shopObject,
      metadata: { name: 'shop', labels: { app: 'shop' } },
      spec: { clusterIP: '10.96.0.10' },
    });
  });
});

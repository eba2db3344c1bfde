import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeManifest } from './manifest.ts';
import { changesBetween, withChanges } from './objectChanges.ts';
import type { KubernetesObject } from './objectMeta.ts';
import { editText, objectIn } from './yamlEdit.ts';

const text = `# The shop's front door.
apiVersion: v1
kind: Service
metadata:
  name: shop   # how others find it
  labels: {app: shop, "team": 'red'}
spec:
  # Where it leads.
  selector:
    app: 'shop'
  ports:
    # plain
    - name: http
      port: 80 # the usual one
      targetPort: 8080
    - port: 443
      name: https
  externalIPs: [203.0.113.7]
`;

type Json = Record<string, unknown>;

/** The text after its object was changed by hand. */
function edited(change: (object: { metadata: Json; spec: Json }) => void): string {
  const object = objectIn(text)!;
  const wanted = structuredClone(object) as unknown as { metadata: Json; spec: Json };
  change(wanted);
  const result = editText(text, object, changesBetween(object, wanted));
  expect(objectIn(result)).toEqual(wanted);
  return result;
}

describe('a text is changed only where its object changed', () => {
  it('a value, in its own quotes and with the comment beside it', () => {
    expect(edited(({ spec }) => ((spec.selector as Json).app = 'store'))).toBe(
      text.replace("app: 'shop'", "app: 'store'"),
    );
    expect(edited(({ spec }) => ((spec.ports as Json[])[0]!.port = 81))).toBe(
      text.replace('port: 80 # the', 'port: 81 # the'),
    );
  });

  it('a further key, at the end of its map', () => {
    expect(edited(({ spec }) => ((spec.ports as Json[])[1]!.nodePort = 30443))).toBe(
      text.replace('name: https\n', 'name: https\n      nodePort: 30443\n'),
    );
    expect(edited(({ metadata }) => ((metadata.labels as Json).tier = 'web'))).toBe(
      text.replace("'red'}", "'red', tier: web}"),
    );
    expect(edited(({ metadata }) => (metadata.annotations = { note: 'yes' }))).toBe(
      text.replace("'red'}\n", '\'red\'}\n  annotations:\n    note: "yes"\n'),
    );
  });

  it('a key that is gone, with its line', () => {
    expect(edited(({ spec }) => delete (spec.ports as Json[])[0]!.targetPort)).toBe(
      text.replace('      targetPort: 8080\n', ''),
    );
    expect(edited(({ spec }) => delete (spec.ports as Json[])[0]!.name)).toBe(
      text.replace('- name: http\n      port', '- port'),
    );
    expect(edited(({ metadata }) => delete (metadata.labels as Json).app)).toBe(
      text.replace('app: shop, ', ''),
    );
    expect(edited(({ spec }) => delete (spec.selector as Json).app)).toContain('  selector: {}\n');
  });

  it('items of lists', () => {
    expect(edited(({ spec }) => (spec.ports as Json[]).push({ name: 'x', port: 1 }))).toBe(
      text.replace('name: https\n', 'name: https\n    - name: x\n      port: 1\n'),
    );
    expect(edited(({ spec }) => (spec.ports as Json[]).shift())).toBe(
      text.replace('    - name: http\n      port: 80 # the usual one\n      targetPort: 8080\n', ''),
    );
    expect(edited(({ spec }) => (spec.externalIPs as string[]).unshift('203.0.113.8'))).toBe(
      text.replace('[203', '[203.0.113.8, 203'),
    );
    expect(edited(({ spec }) => (spec.externalIPs as string[]).pop())).toContain('externalIPs: []');
  });

  it('what cannot be edited in place is written anew below its comment', () => {
    const anchored = `# kept\napiVersion: v1\nkind: X\nmetadata: {name: x}\nspec:\n  a: &a {b: 1}\n  c: *a\n`;
    const object = objectIn(anchored)!;
    const wanted = withChanges(object, [{ type: 'set', path: ['spec', 'c', 'b'], value: 2 }]);
    const result = editText(anchored, object, changesBetween(object, wanted));
    expect(objectIn(result)).toEqual(wanted);
    expect(result).toMatch(/^# kept\n/);
  });
});

const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('a', 'yes', '', 'two words', '8080', 'a: b', '# x', 'multi\nline'),
    fc.integer({ min: 0, max: 9 }),
    fc.boolean(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'name', 'port', 'on'), tie('value')),
  ),
}));
const object = fc
  .dictionary(fc.constantFrom('spec', 'data', 'x'), json.value)
  .map(
    (rest) =>
      ({ apiVersion: 'example.com/v1', kind: 'X', metadata: { name: 'x' }, ...rest }) as KubernetesObject,
  );

describe('changes between any two objects', () => {
  it('lead from one to the other', () => {
    fc.assert(
      fc.property(object, object, (before, after) => {
        expect(withChanges(before, changesBetween(before, after))).toEqual(after);
      }),
    );
  });

  it('can be made in a text, which then says the other and keeps its comment', () => {
    fc.assert(
      fc.property(object, object, (before, after) => {
        const written = `# comment\n${writeManifest([before])}`;
        const result = editText(written, before, changesBetween(before, after));
        expect(objectIn(result)).toEqual(after);
        expect(result).toMatch(/^# comment\n/);
      }),
    );
  });
});

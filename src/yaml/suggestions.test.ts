import { describe, expect, test } from 'vitest';
import type { KubernetesObject, ObjectKey } from '../kubernetes/objectMeta.ts';
import { cursorPlace } from './cursorPlace.ts';
import { documentationOf, suggestionsAt } from './suggestions.ts';

const objects = new Map<ObjectKey, KubernetesObject>();
for (const [kind, name, labels] of [
  ['Pod', 'web', { app: 'shop', version: '2' }],
  ['Service', 'shop', {}],
  ['Node', 'node-a', { disk: 'ssd' }],
] as const)
  objects.set(`${kind}//${name}`, { apiVersion: 'v1', kind, metadata: { name, labels } } as KubernetesObject);

/** What is offered at the `|` of the text. */
function offered(text: string): string[] {
  const lines = text.split('\n');
  const line = lines.findIndex((row) => row.includes('|'));
  const column = lines[line]!.indexOf('|');
  lines[line] = lines[line]!.replace('|', '');
  const place = cursorPlace(lines, line, column);
  return place === null ? [] : suggestionsAt(place, objects).map(({ insert }) => insert);
}

const service = (spec: string) => `apiVersion: v1\nkind: Service\nmetadata:\n  name: x\nspec:\n${spec}`;

describe('what can be written', () => {
  test('fields of the struct, without those that are there', () => {
    const fields = offered(service('  type: NodePort\n  |\n  selector: {}'));
    expect(fields).toEqual(expect.arrayContaining(['ports:\n- ', 'clusterIP: ', 'sessionAffinityConfig:\n']));
    expect(fields).not.toEqual(expect.arrayContaining(['type: ']));
    expect(fields).not.toEqual(expect.arrayContaining(['selector:\n']));
  });

  test('fields of an item of a list, however the list is indented', () => {
    for (const spec of [
      '  ports:\n  - port: 80\n    |',
      '  ports:\n    - name: a\n      port: 1\n    - port: 80\n      |',
      '  ports:\n  - |',
    ])
      expect(offered(service(spec))).toEqual(expect.arrayContaining(['targetPort: ', 'nodePort: ']));
    expect(offered(service('  ports:\n    |'))).toContain('- port: ');
  });

  test('allowed values', () => {
    expect(offered(service('  type: |'))).toEqual(['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName']);
    expect(offered(service('  ports:\n  - port: 80\n    protocol: T|'))).toContain('TCP');
    expect(offered('kind: |')).toContain('NetworkPolicy');
    expect(offered('kind: Deployment\napiVersion: |')).toEqual(['apps/v1']);
  });

  test('labels that exist, and their values as text', () => {
    expect(offered(service('  selector:\n    |'))).toEqual(['app: ', 'version: ']);
    expect(offered(service('  selector:\n    version: |'))).toEqual(['"2"']);
    expect(offered('apiVersion: v1\nkind: Pod\nspec:\n  nodeSelector:\n    |')).toEqual(['disk: ']);
  });

  test('names that exist', () => {
    expect(offered('apiVersion: v1\nkind: Pod\nspec:\n  nodeName: |')).toEqual(['node-a']);
    expect(
      offered(
        'apiVersion: networking.k8s.io/v1\nkind: Ingress\nspec:\n  rules:\n  - http:\n      paths:\n      - backend:\n          service:\n            name: |',
      ),
    ).toEqual(['shop']);
    expect(
      offered('apiVersion: kubehop.dev/v1alpha1\nkind: Traffic\nspec:\n  from:\n    kind: Pod\n    name: |'),
    ).toEqual(['web']);
  });

  test('nothing in comments and in kinds that are not known', () => {
    expect(offered(service('  # |'))).toEqual([]);
    expect(offered('apiVersion: example.com/v1\nkind: Shop\nspec:\n  |')).toEqual([]);
  });

  test('each document for itself', () => {
    expect(offered(`${service('  type: ClusterIP')}\n---\nkind: Pod\nspec:\n  |`)).toContain(
      'containers:\n- ',
    );
  });
});

test('a field is documented', () => {
  expect(documentationOf('Service', ['spec', 'ports', 0, 'targetPort'])).toMatchObject({
    name: 'spec.ports.targetPort',
    type: 'IntOrString',
    text: expect.stringMatching(/\w/),
  });
});

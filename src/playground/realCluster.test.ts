/** What is exported for a real cluster is checked against Kubernetes' own schemas, for every scene. */
import { describe, expect, it } from 'vitest';
import { unknownFields } from '../kubernetes/decode.ts';
import { readManifest } from '../kubernetes/manifest.ts';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import { scenes } from '../scenes/index.ts';
import { forRealCluster } from './realCluster.ts';
import { testBench } from './testBench.ts';
import { exportedObjects } from './writtenTexts.ts';

/** The refusals of Kubernetes' schema for the object's kind; undefined when the kind is not Kubernetes' own. */
async function schemaErrors(object: KubernetesObject): Promise<string | undefined> {
  const group = object.apiVersion.split('/')[0]!;
  if (group === 'gateway.networking.k8s.io') return undefined;
  const { [object.kind]: Model } = (await import(
    `kubernetes-models/${object.apiVersion}/${object.kind}`
  )) as Record<string, new (data: unknown) => { validate(): void }>;
  try {
    new Model!(object).validate();
    return '';
  } catch (error) {
    return String(error);
  }
}

describe('a scene for a real cluster', () => {
  it('the schemas refuse what is wrong', async () => {
    const wrong = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'x' },
      spec: { ports: [{ port: 'x' }] },
    };
    expect(await schemaErrors(wrong as KubernetesObject)).toContain('must be integer');
  });

  it.each(scenes.map((scene) => [scene.id, scene] as const))('%s', async (_id, scene) => {
    const { playground } = testBench([]);
    await playground.dispatch({ type: 'loadScene', scene: await scene.load() }, 'app');
    const { text, commands } = forRealCluster(exportedObjects(playground), 'scene.yaml');
    const { documents, errors } = readManifest(text);
    expect(errors).toEqual([]);
    for (const { object } of documents) {
      expect([undefined, '']).toContain(await schemaErrors(object));
      expect(unknownFields(object)).toEqual([]);
      expect(object.kind).not.toBe('Node');
    }
    expect(text).not.toContain('kubehop.dev');
    expect(text).not.toContain('image: example.com');
    expect(text).not.toContain('nodeName:');
    for (const lines of Object.values(commands)) expect(lines.length).toBeGreaterThanOrEqual(3);
  });

  it('listens on the ports of the demo, and keeps comments', async () => {
    const { playground } = testBench([]);
    const { importText } = await import('./sceneFile.ts');
    await importText(
      playground,
      `# The front.
apiVersion: v1
kind: Pod
metadata:
  name: shop
  annotations: {kubehop.dev/listens: "8080,9090,53/UDP", note: mine}
spec:
  nodeName: node-a # here
  containers:
    - name: shop
      image: example.com/shop:1.4 # ours
      readinessProbe: {exec: {command: [ready]}}
`,
      { bringToLife: false },
    );
    const { text } = forRealCluster(exportedObjects(playground), 'scene.yaml');
    expect(text).toContain('# The front.\n');
    expect(text).toContain('registry.k8s.io/e2e-test-images/agnhost:2.53 # ours');
    const pod = readManifest(text).documents[0]!.object as unknown as {
      metadata: object;
      spec: { containers: { name: string; args: string[] }[] };
    };
    expect(pod.metadata).toEqual({ name: 'shop', annotations: { note: 'mine' } });
    expect(pod.spec.containers.map(({ name, args }) => [name, args])).toEqual([
      ['shop', ['netexec', '--http-port=8080', '--udp-port=53']],
      ['port-9090', ['netexec', '--http-port=9090', '--udp-port=-1']],
    ]);
    expect(pod.spec.containers[0]).not.toHaveProperty('readinessProbe');
  });
});

import { describe, expect, it } from 'vitest';
import { ask, clusterOf } from '../testing/kubeApi.ts';

const SERVICES = '/api/v1/namespaces/default/services';
const APPLY = 'application/apply-patch+yaml';

const service = (port: number) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'shop', labels: { 'app.kubernetes.io/name': 'shop' } },
  spec: { selector: { app: 'shop' }, ports: [{ name: 'http', port }] },
});

describe('who manages which field', () => {
  it('an applier what they said, others what they changed, with the subresource', () => {
    const cluster = clusterOf([]);
    ask(cluster, `PATCH ${SERVICES}/shop?fieldManager=ada`, { body: service(80), type: APPLY });
    const body = { metadata: { labels: { team: 'blue' } } };
    ask(cluster, `PATCH ${SERVICES}/shop?fieldManager=ben`, { body, type: 'application/merge-patch+json' });
    expect(ask(cluster, `GET ${SERVICES}/shop`).body.metadata.managedFields).toMatchObject([
      {
        manager: 'ada',
        operation: 'Apply',
        fieldsType: 'FieldsV1',
        fieldsV1: {
          'f:metadata': { 'f:labels': { 'f:app.kubernetes.io/name': {} } },
          'f:spec': {
            'f:selector': { 'f:app': {} },
            'f:ports': { 'k:{"port":80}': { '.': {}, 'f:name': {}, 'f:port': {} } },
          },
        },
      },
      { manager: 'ben', operation: 'Update', fieldsV1: { 'f:metadata': { 'f:labels': { 'f:team': {} } } } },
    ]);
  });

  it('a scale is noted as such, and what nobody wrote through the API has no managers', () => {
    const deployment = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'shop' },
      spec: {
        selector: { matchLabels: { app: 'shop' } },
        template: {
          metadata: { labels: { app: 'shop' } },
          spec: { containers: [{ name: 'web', image: 'nginx' }] },
        },
      },
    };
    const cluster = clusterOf([deployment]);
    const path = '/apis/apps/v1/namespaces/default/deployments/shop';
    const managers = () => ask(cluster, `GET ${path}`).body.metadata.managedFields;
    expect(managers()).toBeUndefined();
    ask(cluster, `PATCH ${path}/scale`, {
      body: { spec: { replicas: 3 } },
      type: 'application/merge-patch+json',
    });
    expect(managers()).toMatchObject([
      {
        manager: 'test',
        operation: 'Update',
        subresource: 'scale',
        fieldsV1: { 'f:spec': { 'f:replicas': {} } },
      },
    ]);
  });

  it('is handed over by a client that goes over to server-side apply', () => {
    const cluster = clusterOf([]);
    ask(cluster, `POST ${SERVICES}?fieldManager=client-side`, { body: service(80) });
    ask(cluster, `PATCH ${SERVICES}/shop?fieldManager=server-side`, { body: service(80), type: APPLY });
    const managedFields = () => ask(cluster, `GET ${SERVICES}/shop`).body.metadata.managedFields;
    const [applier, updater] = managedFields();
    expect([applier.manager, updater.manager]).toEqual(['server-side', 'client-side']);
    const body = [{ op: 'replace', path: '/metadata/managedFields', value: [applier] }];
    const patched = ask(cluster, `PATCH ${SERVICES}/shop`, { body, type: 'application/json-patch+json' });
    expect(patched.status).toBe(200);
    expect(managedFields().map(({ manager }: { manager: string }) => manager)).toEqual(['server-side']);
    expect(
      ask(cluster, `PATCH ${SERVICES}/shop?fieldManager=server-side`, { body: service(81), type: APPLY }).body
        .reason,
    ).not.toBe('Conflict');
  });

  it('goes through a write that sends it back, and is not stored', () => {
    const cluster = clusterOf([]);
    ask(cluster, `POST ${SERVICES}`, { body: service(80) });
    const { body } = ask(cluster, `GET ${SERVICES}/shop`);
    expect(ask(cluster, `PUT ${SERVICES}/shop`, { body }).status).toBe(200);
    expect(cluster.simulation.objects.get('Service/default/shop')?.metadata).not.toHaveProperty(
      'managedFields',
    );
  });
});

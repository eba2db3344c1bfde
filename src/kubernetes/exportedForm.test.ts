import { describe, expect, it } from 'vitest';
import { withoutDefaults } from './exportedForm.ts';
import { type Kind, type KindRow, kinds } from './kinds.ts';
import type { KubernetesObject } from './objectMeta.ts';

const row = (kind: Kind) => kinds[kind] as unknown as KindRow<KubernetesObject>;

describe.each(Object.keys(kinds) as Kind[])('a %s without its defaults', (kind) => {
  it('is what it was when the defaults are filled in again', () => {
    const complete = row(kind).defaults(row(kind).template('shop'));
    expect(row(kind).defaults(withoutDefaults(complete))).toEqual(complete);
  });

  it('says nothing that its template did not say, but for fields that tell something', () => {
    const count = (object: KubernetesObject) => JSON.stringify(object).length;
    const template = row(kind).template('shop');
    const telling =
      '"replicas":1,"type":"ClusterIP","protocol":"TCP","requestsPerSecond":1,"connection":"PerRequest",'
        .length;
    const short = withoutDefaults(row(kind).defaults(template));
    expect(count(short) - count(template)).toBeLessThanOrEqual(telling);
  });
});

describe('what stays', () => {
  it('is all that is not a default, and what reads better when it is said', () => {
    const deployment = row('Deployment').defaults({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'shop' },
      spec: {
        selector: { matchLabels: { app: 'shop' } },
        revisionHistoryLimit: 3,
        template: {
          metadata: { labels: { app: 'shop' } },
          spec: { containers: [{ name: 'app', image: 'nginx', ports: [{ containerPort: 80 }] }], note: {} },
        },
      },
    } as KubernetesObject);
    expect(withoutDefaults(deployment)).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'shop' },
      spec: {
        replicas: 1,
        selector: { matchLabels: { app: 'shop' } },
        revisionHistoryLimit: 3,
        template: {
          metadata: { labels: { app: 'shop' } },
          spec: {
            containers: [{ name: 'app', image: 'nginx', ports: [{ containerPort: 80 }] }],
            note: {},
          },
        },
      },
    });
  });

  it('is everything of a kind that is not simulated', () => {
    const thing = { apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 'x' }, spec: {} };
    expect(withoutDefaults(thing)).toBe(thing);
  });
});

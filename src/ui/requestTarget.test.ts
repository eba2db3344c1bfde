import { expect, it } from 'vitest';
import { kinds } from '../kubernetes/kinds.ts';
import { objectKey } from '../kubernetes/objectMeta.ts';
import { requestTarget, serviceOfRequest } from './requestTarget.ts';

const template = kinds.Traffic.template('t');
const traffic = {
  ...template,
  spec: { from: { kind: 'Pod', namespace: 'prod', name: 'web' }, service: { name: 'shop' } },
};
const objects = new Map([[objectKey(traffic), traffic]]);
const record = {
  start: {
    type: 'RequestStart',
    at: 0,
    requestId: 1,
    from: 'Pod/prod/web',
    url: 'http://<pending>:80',
    traffic: objectKey(traffic),
  },
  steps: [],
  end: null,
} as const;

it('knows from its Traffic which Service a request is for, before any packet got there', () => {
  expect(serviceOfRequest(record, objects)).toBe('Service/prod/shop');
  expect(requestTarget(record, objects)).toBe('shop');
});

it('falls back to the host that was asked', () => {
  expect(serviceOfRequest(record, new Map())).toBeNull();
  const start = { ...record.start, url: 'http://192.168.1.11:30080/', traffic: null };
  expect(requestTarget({ ...record, start }, objects)).toBe('192.168.1.11:30080');
});

import { describe, expect, it } from 'vitest';
import { BadProtobuf, readProtobuf } from './protobuf.ts';

/** A field with a length, a number, and a message of fields: enough to write what clients send. */
const varint = (value: bigint): number[] =>
  value < 128n ? [Number(value)] : [Number(value & 127n) | 128, ...varint(value >> 7n)];
const number = (field: number, value: number): number[] => [
  ...varint(BigInt(field << 3)),
  ...varint(BigInt.asUintN(64, BigInt(value))),
];
const bytes = (field: number, content: readonly number[]): number[] => [
  ...varint(BigInt((field << 3) | 2)),
  ...varint(BigInt(content.length)),
  ...content,
];
const text = (field: number, value: string): number[] => bytes(field, [...new TextEncoder().encode(value)]);

const sent = (apiVersion: string, kind: string, raw: readonly number[]) =>
  new Uint8Array([
    0x6b,
    0x38,
    0x73,
    0,
    ...bytes(1, [...text(1, apiVersion), ...text(2, kind)]),
    ...bytes(2, raw),
  ]);

describe('objects as protobuf', () => {
  it('are read as their JSON would be', () => {
    const port = [
      ...text(1, 'http'),
      ...text(2, 'TCP'),
      ...number(3, 80),
      ...bytes(4, [...number(1, 1), ...text(3, 'web')]),
    ];
    const label = [...text(1, 'app'), ...text(2, 'shop')];
    const service = [
      ...bytes(1, [...text(1, 'shop'), ...text(2, ''), ...bytes(8, []), ...bytes(11, label)]),
      ...bytes(2, [...bytes(1, port), ...bytes(2, label), ...text(4, 'ClusterIP')]),
    ];
    expect(readProtobuf(sent('v1', 'Service', service))).toEqual({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'shop', labels: { app: 'shop' } },
      spec: {
        ports: [{ name: 'http', protocol: 'TCP', port: 80, targetPort: 'web' }],
        selector: { app: 'shop' },
        type: 'ClusterIP',
      },
    });
  });

  it('keep a zero that was meant, and numbers below zero', () => {
    const deployment = bytes(2, [...number(1, 0), ...number(6, -1)]);
    expect(readProtobuf(sent('apps/v1', 'Deployment', deployment))).toMatchObject({
      spec: { replicas: 0, revisionHistoryLimit: -1 },
    });
  });

  it('have quantities, times, volumes and bytes in the form of JSON', () => {
    const resources = bytes(2, [...text(1, 'cpu'), ...bytes(2, text(1, '500m'))]);
    const container = bytes(2, [...text(1, 'web'), ...bytes(8, resources)]);
    const volume = bytes(1, [...text(1, 'scratch'), ...bytes(2, bytes(2, []))]);
    const metadata = bytes(1, [...text(1, 'web'), ...bytes(8, number(1, 1_767_225_600))]);
    expect(readProtobuf(sent('v1', 'Pod', [...metadata, ...bytes(2, [...volume, ...container])]))).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web', creationTimestamp: '2026-01-01T00:00:00Z' },
      spec: {
        volumes: [{ name: 'scratch', emptyDir: {} }],
        containers: [{ name: 'web', resources: { requests: { cpu: '500m' } } }],
      },
    });
    const secret = bytes(2, [...text(1, 'password'), ...text(2, '1234')]);
    expect(readProtobuf(sent('v1', 'Secret', secret))).toMatchObject({ data: { password: 'MTIzNA==' } });
  });

  it('are refused when they are cut off, foreign or no protobuf at all', () => {
    const whole = sent('v1', 'Service', text(1, 'not a message'));
    expect(() => readProtobuf(whole.subarray(0, whole.length - 3))).toThrow(BadProtobuf);
    expect(() => readProtobuf(sent('example.com/v1', 'Unicorn', []))).toThrow(
      'no kind "Unicorn" is registered for version "example.com/v1"',
    );
    expect(() => readProtobuf(new TextEncoder().encode('{}'))).toThrow(BadProtobuf);
  });
});

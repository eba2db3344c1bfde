import { describe, expect, it } from 'vitest';
import { sceneFromObjects } from '../playground/sceneObjects.ts';
import { drawThumbnail } from './thumbnail.ts';

const at = (position: string) => ({ annotations: { 'kubehop.dev/position': position } });

const scene = sceneFromObjects([
  { apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-a', ...at('200,200') } },
  {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'shop' },
    spec: { nodeName: 'node-a', containers: [] },
  } as never,
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'shop', ...at('200,40') },
    spec: { type: 'NodePort' },
  } as never,
  { apiVersion: 'kubehop.dev/v1alpha1', kind: 'Client', metadata: { name: 'visitor', ...at('20,80') } },
  {
    apiVersion: 'kubehop.dev/v1alpha1',
    kind: 'Traffic',
    metadata: { name: 't' },
    spec: { from: { kind: 'Client', name: 'visitor' }, service: { name: 'shop' } },
  } as never,
]);

describe('thumbnail of a scene', () => {
  const { boxes, wires, viewBox } = drawThumbnail(scene);
  const box = (shape: string) => boxes.find((candidate) => candidate.shape === shape)!;

  it('draws each card where the scene has it, in the colour of its form', () => {
    expect(box('service')).toMatchObject({ x: 200, y: 40, form: 'NodePort' });
    expect(box('node')).toMatchObject({ x: 200, y: 200, form: null });
  });

  it('draws Pods inside their Node', () => {
    const [node, pod] = [box('node'), box('pod')];
    expect(pod.x).toBeGreaterThan(node.x);
    expect(pod.x + pod.width).toBeLessThan(node.x + node.width);
    expect(pod.y + pod.height).toBeLessThan(node.y + node.height);
  });

  it('draws a wire from the sender to the Service', () => {
    expect(wires).toEqual([
      {
        from: { x: box('outside').x + 26, y: box('outside').y + 26 },
        to: { x: box('service').x + box('service').width / 2, y: 40 + box('service').height / 2 },
        form: 'NodePort',
      },
    ]);
  });

  it('shows everything', () => {
    const [left, top, width, height] = viewBox.split(' ').map(Number) as [number, number, number, number];
    for (const { x, y, width: w, height: h } of boxes) {
      expect(x).toBeGreaterThanOrEqual(left);
      expect(y).toBeGreaterThanOrEqual(top);
      expect(x + w).toBeLessThanOrEqual(left + width);
      expect(y + h).toBeLessThanOrEqual(top + height);
    }
    expect(drawThumbnail({ ...scene, objects: [], layout: {} }).viewBox).toBe('0 0 100 60');
  });
});

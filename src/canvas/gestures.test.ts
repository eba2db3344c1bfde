import { describe, expect, test } from 'vitest';
import { paletteItems } from '../playground/paletteItems.ts';
import { canConnect, commandsFor, type Gesture } from './gestures.ts';
import { objectsOf, places, shop } from './testCluster.ts';

const { visitor, a, b, shop: pill, shop1 } = places;
const layout = { [pill]: { x: 10, y: 20 }, [a]: { x: 100, y: 200 }, [visitor]: { x: 0, y: 0 } };

function commands(gesture: Gesture) {
  return commandsFor({ objects: objectsOf(...shop()), layout }, gesture);
}

describe('dragging', () => {
  test('a card puts it there, on whole units', () => {
    expect(
      commands({ type: 'drag', moved: [{ key: pill, position: { x: 12.4, y: 99.7 } }], over: null }),
    ).toEqual([{ type: 'place', positions: { [pill]: { x: 12, y: 100 } } }]);
  });

  test('several cards is one command', () => {
    const moved = [pill, visitor].map((key) => ({ key, position: { x: 1, y: 2 } }));
    expect(commands({ type: 'drag', moved, over: b })).toHaveLength(1);
  });

  test('a Pod onto another Node moves it there', () => {
    const moved = [{ key: shop1, position: { x: 0, y: 0 } }];
    expect(commands({ type: 'drag', moved, over: b })).toEqual([{ type: 'movePod', key: shop1, node: 'b' }]);
  });

  test('a Pod within its Node, or into the void, changes nothing', () => {
    const moved = [{ key: shop1, position: { x: 0, y: 0 } }];
    expect(commands({ type: 'drag', moved, over: a })).toEqual([]);
    expect(commands({ type: 'drag', moved, over: null })).toEqual([]);
  });
});

describe('wires', () => {
  test('lead from who sends to who is called, and from a Service to its Pods', () => {
    expect(commands({ type: 'connect', from: visitor, to: pill })).toEqual([
      { type: 'connect', from: visitor, to: pill },
    ]);
    expect(canConnect(pill, shop1)).toBe(true);
    expect(canConnect(shop1, 'OutsideServer.kubehop.dev//pay')).toBe(true);
    expect(canConnect('Deployment.apps/default/web', pill)).toBe(true);
  });

  test('lead nowhere else', () => {
    expect(commands({ type: 'connect', from: visitor, to: a })).toEqual([]);
    expect(canConnect(pill, pill)).toBe(false);
    expect(canConnect(a, shop1)).toBe(false);
    expect(canConnect(pill, visitor)).toBe(false);
  });
});

test('delete and duplicate mean all that they are given', () => {
  expect(commands({ type: 'delete', keys: [pill, shop1] })).toEqual([
    { type: 'delete', key: pill },
    { type: 'delete', key: shop1 },
  ]);
  expect(commands({ type: 'duplicate', keys: [pill] })).toEqual([{ type: 'duplicate', keys: [pill] }]);
  expect(commands({ type: 'duplicate', keys: [] })).toEqual([]);
});

test('keys push what has a place of its own', () => {
  expect(commands({ type: 'nudge', keys: [pill, shop1], by: { x: 18, y: 0 } })).toEqual([
    { type: 'place', positions: { [pill]: { x: 28, y: 20 } } },
  ]);
  expect(commands({ type: 'nudge', keys: [], by: { x: 18, y: 0 } })).toEqual([]);
});

test('a new name is trimmed; no name or the old one changes nothing', () => {
  expect(commands({ type: 'rename', key: pill, name: ' store ' })).toEqual([
    { type: 'rename', key: pill, name: 'store' },
  ]);
  expect(commands({ type: 'rename', key: pill, name: 'shop' })).toEqual([]);
  expect(commands({ type: 'rename', key: pill, name: '  ' })).toEqual([]);
});

test('what comes from the palette is placed by the palette', () => {
  const item = paletteItems.find(({ id }) => id === 'Client')!;
  const [command] = commands({ type: 'drop', item, at: { x: 5, y: 6 }, over: null });
  expect(command).toMatchObject({ type: 'create', object: { kind: 'Client' }, position: { x: 5, y: 6 } });
});

test('an object is selected once', () => {
  expect(commands({ type: 'select', keys: [pill, pill] })).toEqual([{ type: 'select', keys: [pill] }]);
});

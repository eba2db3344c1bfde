import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { kinds } from '../../kubernetes/kinds.ts';
import { objectKey } from '../../kubernetes/objectMeta.ts';
import { lookAhead } from '../../playground/lookAhead.ts';
import { testBench } from '../../playground/testBench.ts';
import { scenes } from '../../scenes/index.ts';
import { SCENE_VIEWS } from '../../simulation/scene.ts';
import { kindIcons } from '../../ui/kindLooks.ts';
import { serviceForms } from '../../ui/serviceForms.ts';
import { packetsAt } from './packetShapes.ts';
import { paletteOf } from './palette.ts';
import { drawPicture, stageOf } from './picture.ts';
import { escapeXml, shapesOf, shortened, widthOf } from './svg.ts';

/** What a picture must not have: it is opened where nobody can vouch for what it loads or runs. */
const FOREIGN = /<script|<foreignObject|\son\w+=|javascript:|href=|@import|url\((?!#)/i;

async function benchOf(id: string) {
  const entry = scenes.find((scene) => scene.id === id)!;
  return testBench(await entry.load());
}

describe('the picture of each ready-made scene', () => {
  test.each(scenes.map(({ id }) => id))('%s is small, whole and has nothing foreign', async (id) => {
    const { state, frames } = await benchOf(id);
    frames.advance(4000);
    for (const view of SCENE_VIEWS) {
      const svg = drawPicture({ ...state(), view }, { theme: 'dark' });
      expect(FOREIGN.exec(svg)).toBeNull();
      expect(/undefined|NaN|Infinity|\[object/.exec(svg)).toBeNull();
      expect(gzipSync(svg).length).toBeLessThan(15_000);
      const opened = svg.match(/<[a-zA-Z](?:[^>]*[^/>])?>/g)?.length;
      expect(svg.match(/<\//g)?.length).toBe(opened);
    }
  });
});

test('a picture names every card, in the colours of the theme', async () => {
  const { state } = await benchOf('shop');
  const light = drawPicture(state(), { theme: 'light' });
  const dark = drawPicture(state(), { theme: 'dark' });
  for (const name of ['node-a', 'node-b', 'shop-7x2', 'visitor', 'payment-gateway', '10.96.14.20:80'])
    expect(light).toContain(name);
  expect(light).toContain(paletteOf('light').background);
  expect(dark).toContain(paletteOf('dark').background);
  expect(paletteOf('dark').background).not.toBe(paletteOf('light').background);
  expect(light).toMatch(/<title[^>]*>The shop behind a LoadBalancer<\/title><desc/);
});

test('what people wrote stays text', () => {
  const evil = '</title><script>alert(1)</script>"\'&\u0000';
  const server = kinds.OutsideServer.template('evil');
  server.spec.hostname = 'a.example.com';
  const { state } = testBench([server]);
  const shown = state();
  const hostile = {
    ...server,
    metadata: { ...server.metadata, name: '<b onload=x>' },
    spec: { ...server.spec, hostname: evil },
  };
  const objects = new Map([...shown.objects, [objectKey(server), hostile]]);
  const svg = drawPicture({ ...shown, objects, scene: { title: evil } }, { theme: 'light' });
  expect(/<script|<b /.exec(svg)).toBeNull();
  expect(svg).not.toContain('\u0000');
  expect(svg).toContain('&lt;script&gt;');
  expect(escapeXml('a\ud800b')).toBe('a\ufffdb');
});

test('packets are drawn on the wires that they travel, and a copy of the cluster tells the next ones', async () => {
  const { playground, state, frames } = await benchOf('shop');
  frames.advance(3000);
  const now = playground.now();
  const before = JSON.stringify(playground.scene());
  const ahead = playground.inspect((simulation) => lookAhead(simulation, 3000));
  expect(playground.now()).toBe(now);
  expect(JSON.stringify(playground.scene())).toBe(before);

  const story = ahead.filter(
    (event) => event.type === 'Hop' || event.type === 'PacketEnd' || event.type === 'RequestStart',
  );
  const stage = stageOf({ ...state(), view: 'PacketPath' });
  const hop = story.find((event) => event.type === 'Hop')!;
  const [start, end] = [hop.leavesAt, hop.arrivesAt].map((at) => packetsAt([hop], at, stage));
  expect(start).toHaveLength(1);
  expect(end).toEqual([]);
  const from = stage.rectOf(hop.from)!;
  expect(start![0]!.x).toBeGreaterThanOrEqual(from.x - 1);
  expect(start![0]!.x).toBeLessThanOrEqual(from.x + from.width + 1);

  const packets = packetsAt(story, now + 1500, stage);
  expect(packets.length).toBeGreaterThan(0);
  const empty = drawPicture(state(), { theme: 'light' }, stage);
  const full = drawPicture(state(), { theme: 'light', packets }, stage);
  expect(full.match(/<path/g)!.length - empty.match(/<path/g)!.length).toBe(packets.length);
  expect(full).toContain(`${packets.length} packet`);
});

test('every icon lends its shapes', () => {
  for (const icon of [...Object.values(kindIcons), ...Object.values(serviceForms).map((form) => form.icon)])
    expect(shapesOf(icon).length).toBeGreaterThan(0);
});

test('what does not fit ends with an ellipsis, and what fits stays', () => {
  expect(shortened('shop', 'name', 100)).toBe('shop');
  const cut = shortened('a-very-long-name-of-a-service', 'name', 80);
  expect(cut).toMatch(/^a-very.*…$/);
  expect(widthOf(cut, 'name')).toBeLessThanOrEqual(80);
});

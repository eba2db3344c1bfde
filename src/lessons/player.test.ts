import { expect, test } from 'vitest';
import { testBench } from '../playground/testBench.ts';
import { client, node, pod, service } from '../testing/cluster.ts';
import { createLessonPlayer } from './player.ts';

test('node-port', async () => {
  const bench = testBench([node('node-a'), pod('mine', 'mine'), service('mine'), client('me')]);
  const player = createLessonPlayer(bench.playground, { storage: null });
  expect(await player.open('node-port')).toBe(true);
  player.choose('pods-port-on-node', 'timedOut');
  await player.check('pods-port-on-node');
  console.log(player.store.getState().predictions, player.store.getState().steps);
  await player.next();
  bench.frames.advance(1000);
  console.log(player.store.getState().goals);
  await player.next();
  bench.frames.advance(60000);
  console.log(player.store.getState().step, bench.state().objects.get('Service/default/demo'));
  await player.leave();
  expect(bench.state().objects.has('Pod/default/mine')).toBe(true);
  console.log(player.progress.print());
});

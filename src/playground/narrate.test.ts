import { expect, test } from 'vitest';
import { kinds } from '../kubernetes/kinds.ts';
import { defaultScene } from '../scenes/index.ts';
import { narrateEvent, placeName } from './narrate.ts';
import { testBench } from './testBench.ts';

const VISITOR = 'Client.kubehop.dev//visitor';

/** Everything that a screen reader is told while the clock runs. */
async function listen(
  b: ReturnType<typeof testBench>,
  request: { from: string; url?: string; service?: { name: string } },
) {
  const said: string[] = [];
  b.playground.store.subscribe(({ narration }) => {
    if (narration !== (said.at(-1) ?? '')) said.push(narration);
  });
  await b.succeed({ type: 'send', request, follow: true });
  b.frames.advance(20_000);
  return said;
}

test('the followed request is told hop by hop, up to who answered', async () => {
  const b = testBench(defaultScene);
  const said = await listen(b, { from: VISITOR, service: { name: 'shop' } });
  const { followed } = b.state();
  const all = said.join(' ');
  expect(said[0]).toMatch(/^visitor /);
  for (const step of followed!.steps) expect(all).toContain(narrateEvent(step));
  expect(all).toMatch(/Answered by shop-\w+; it saw the request come from \S+\.$/);
});

test('a failure says what to look at', async () => {
  const service = kinds.Service.template('shop');
  const b = testBench([kinds.Node.template('node-a'), kinds.Pod.template('web'), service]);
  const said = await listen(b, { from: 'Pod/default/web', url: 'http://shop/' });
  expect(said.at(-1)).toMatch(
    /Connection refused: Service shop has no ready endpoints\. .+ Compare the Service's selector .+\.$/,
  );
});

test('what somebody does is told too', async () => {
  const b = testBench(defaultScene);
  await b.succeed({ type: 'delete', key: 'Service/default/cart' });
  expect(b.state().narration).toBe('Delete Service cart: done.');
  await b.succeed({ type: 'undo' });
  expect(b.state().narration).toBe('Undone: Delete Service cart.');
  const { message } = await b.dispatch({ type: 'rename', key: 'Service/default/cart', name: 'shop' });
  expect(b.state().narration).toBe(message);
});

test('places have names, and other events none', () => {
  expect(placeName('LoadBalancer/default/shop')).toBe('the load balancer of shop');
  expect(placeName('Pod/default/shop-1')).toBe('shop-1');
  expect(narrateEvent({ type: 'RulesSynced', at: 0, node: 'Node//a', rules: 1 })).toBeNull();
});

/**
 * `npm run -s soak`: an hour at 50 requests/s with an edit now and then, and what is kept of it: the heap by the simulated
 * minute after garbage collection, beside the bound.
 */
import { tallyOf } from '../traffic/tallyStore.ts';
import { openRun, pass, REQUESTS_PER_SECOND, usedMegabytes } from './fiftyPerSecond.ts';

const MINUTES = 60;
const BOUND_MB = 64;
const EDIT_EVERY_MINUTES = 5;

const run = openRun('all-together');
const { playground } = run;
tallyOf(playground);
await pass(run, 1000);
const before = usedMegabytes();
const startedAt = performance.now();
let most = 0;
console.log(
  `${MINUTES} minutes at ${REQUESTS_PER_SECOND} requests/s; bound of what is kept: ${BOUND_MB} MB over ${before.toFixed(1)} MB at the start`,
);
for (let minute = 1; minute <= MINUTES; minute++) {
  await pass(run, 60_000);
  if (minute % EDIT_EVERY_MINUTES === 0) await deleteSomething();
  else if (minute % EDIT_EVERY_MINUTES === 1 && minute > 1)
    await playground.dispatch({ type: 'undo' }, 'app');
  const grown = usedMegabytes() - before;
  most = Math.max(most, grown);
  const bar = '#'.repeat(Math.max(0, Math.round(grown)));
  console.log(`minute ${String(minute).padStart(2)}  ${grown.toFixed(1).padStart(6)} MB  ${bar}`);
}
const { timeline } = playground.store.getState();
const seconds = (performance.now() - startedAt) / 1000;
console.log(
  `${(timeline.end / 60_000).toFixed(0)} minutes in ${seconds.toFixed(0)} s; at most ${most.toFixed(1)} MB of ${BOUND_MB} MB`,
);
playground.destroy();
process.exit(most <= BOUND_MB ? 0 : 1);

/** A Pod of the scene goes, and its requests fail for a minute. */
async function deleteSomething(): Promise<void> {
  const key = [...playground.store.getState().objects].find(
    ([, { kind, metadata }]) => kind === 'Pod' && metadata.ownerReferences === undefined,
  )?.[0];
  if (key !== undefined) await playground.dispatch({ type: 'delete', key }, 'app');
}

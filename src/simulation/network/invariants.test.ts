import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkPackets, checkRequests } from '../../testing/invariantChecks.ts';
import { anyTown, build, playOut, shareOf } from '../../testing/randomClusters.ts';

it('RQ1 RQ9 in every cluster, sent is delivered + refused + dropped + in flight, and every request ends once or waits', () => {
  const share = shareOf('network/invariants');
  let tried = 0;
  fc.assert(
    fc.property(anyTown, (town) => {
      const simulation = build(town);
      const events = playOut(simulation, town);
      checkRequests(simulation, events);
      checkPackets(simulation, events);
      tried += 1;
    }),
    share,
  );
  expect(tried).toBe(share.numRuns);
}, 600_000);

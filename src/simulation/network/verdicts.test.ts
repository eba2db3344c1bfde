import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkEndpoints, checkVerdicts } from '../../testing/invariantChecks.ts';
import { anyTown, build, playOut, shareOf } from '../../testing/randomClusters.ts';

it('RQ7 RQ12 in every cluster, each verdict has a reason and a rule, and packets go only to addresses that slices list', () => {
  const share = shareOf('network/verdicts');
  let tried = 0;
  fc.assert(
    fc.property(anyTown, (town) => {
      const simulation = build(town);
      const slices = [...simulation.byKind.EndpointSlice.values()];
      const events = playOut(simulation, town);
      checkVerdicts(events);
      checkEndpoints(slices, events);
      tried += 1;
    }),
    share,
  );
  expect(tried).toBe(share.numRuns);
}, 600_000);

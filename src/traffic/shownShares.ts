/** Puts together what is shown of one Service: who answered, who should have, and how far both are apart. */
import { parseKey } from '../kubernetes/objectMeta.ts';
import type { Service } from '../kubernetes/service.ts';
import { proxyConfigurationOf, schedulerOf } from '../playground/proxySettings.ts';
import { type Objects, ofKind } from '../playground/queries.ts';
import type { PlaceKey } from '../simulation/events.ts';
import { lookOf } from '../ui/kindLooks.ts';
import { endpointsOf } from '../ui/serviceEndpoints.ts';
import { deviationOf, type Expectation, expectationOf } from './expectation.ts';
import { type ServiceTally, type Share, sharesOf } from './tally.ts';

export interface ShownShares {
  /** Absent when it is none, or is there no more. */
  readonly service: Service | undefined;
  readonly name: string;
  /** A CSS colour, mostly a token. */
  readonly color: string;
  readonly answered: number;
  /** How many endpoints are ready now. */
  readonly ready: number;
  readonly shares: readonly (Share & { readonly deviation: string | null })[];
  readonly expected: Expectation | null;
}

/** `opened`: the connections that were opened to each of its Pods. */
export function shownShares(
  tally: ServiceTally,
  objects: Objects,
  opened: ReadonlyMap<PlaceKey, number> | undefined,
): ShownShares {
  const service = tally.service === null ? undefined : (objects.get(tally.service) as Service | undefined);
  const ready =
    service === undefined
      ? []
      : endpointsOf(service, objects).flatMap(({ pod, ready }) => (ready && pod !== null ? [pod] : []));
  const answered = tally.outcomes.answered ?? 0;
  const expected = expectationOf({
    service,
    endpoints: ready.length,
    tally,
    scheduler: schedulerOf(proxyConfigurationOf(objects)),
    nodes: ofKind(objects, 'Node').length,
    opened: [...(opened?.values() ?? [])].reduce((sum, count) => sum + count, 0),
  });
  return {
    service,
    name: tally.service === null ? tally.id : parseKey(tally.service).name,
    color: service === undefined ? 'var(--ink-2)' : lookOf(service).color,
    answered,
    ready: ready.length,
    shares: sharesOf(tally.answers, ready).map((each) => ({
      ...each,
      deviation: expected === null || !each.isExpected ? null : deviationOf(each.share, expected, answered),
    })),
    expected,
  };
}

/** Which share of a Service's latest answers each Pod gave. */
import type { RequestRecord } from '../playground/state.ts';
import type { PlaceKey } from '../simulation/events.ts';

const known = new WeakMap<readonly RequestRecord[], ReadonlyMap<PlaceKey, number>>();

/** Shares from 0 to 1 in steps of a hundredth; computed once per list, all Pod cards ask. */
export function answerShares(requests: readonly RequestRecord[]): ReadonlyMap<PlaceKey, number> {
  let shares = known.get(requests);
  if (shares === undefined) {
    shares = count(requests);
    known.set(requests, shares);
  }
  return shares;
}

function count(requests: readonly RequestRecord[]): Map<PlaceKey, number> {
  const answers = new Map<string, Map<PlaceKey, number>>();
  for (const { end } of requests) {
    if (end === null || end.outcome !== 'answered' || end.answeredBy === null || end.service === null)
      continue;
    let ofService = answers.get(end.service);
    if (ofService === undefined) {
      ofService = new Map();
      answers.set(end.service, ofService);
    }
    ofService.set(end.answeredBy, (ofService.get(end.answeredBy) ?? 0) + 1);
  }
  const shares = new Map<PlaceKey, number>();
  for (const ofService of answers.values()) {
    const all = [...ofService.values()].reduce((sum, number) => sum + number, 0);
    for (const [pod, number] of ofService)
      shares.set(pod, Math.max(shares.get(pod) ?? 0, Math.round((number / all) * 100) / 100));
  }
  return shares;
}

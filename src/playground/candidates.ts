/** Who else could have been chosen at one step of a packet, and why it was not, in few words: `shop-zz1: not ready`. */
import { t } from '../messages/candidates.ts';
import type { Hop, PacketEnd } from '../simulation/events.ts';
import type { Candidate, Choice, Obstacle } from '../simulation/network/candidates.ts';
import type { RequestRecord } from './state.ts';

export interface NamedCandidate {
  readonly name: string;
  readonly isPicked: boolean;
  /** It could not be chosen, whatever the chances. */
  readonly isLeftOut: boolean;
  readonly why: string;
}

type Step = Hop | PacketEnd;

const NONE: readonly NamedCandidate[] = [];

const obstacles = {
  notReady: () => t('notReady'),
  terminating: () => t('terminating'),
  otherNode: (node) => (node === '' ? t('candidate.noNode') : t('candidate.otherNode', { node })),
  forOtherNode: (node) => t('candidate.forNode', { node }),
  forOtherZone: (zones) => t('candidate.forZone', { zones }),
  unhealthy: () => t('candidate.unhealthy'),
  noTarget: () => t('candidate.noTarget'),
  tried: (answer) => answer,
  later: () => t('candidate.later'),
} satisfies Record<Obstacle, (detail: string) => string>;

/**
 * The candidates of a step in the order in which the component has them; none where there was nothing to choose.
 * `record` knows what became of the names that were asked for before.
 */
export function candidatesOf(step: Step, record?: RequestRecord): readonly NamedCandidate[] {
  // Who takes a packet in has chosen nothing: the rule that it met is told where the packet leaves.
  if (step.type === 'PacketEnd' && step.verdict === 'delivered') return NONE;
  const choice = step.rule?.choice;
  if (choice === undefined) return NONE;
  const free = choice.candidates.filter(({ obstacle }) => obstacle === null).length;
  if (choice.candidates.length < 2 && free > 0) return NONE;
  return choice.candidates.map((candidate) => ({
    name: shortName(candidate.name, choice),
    isPicked: candidate.isPicked,
    isLeftOut: candidate.obstacle !== null && choice.of !== 'names',
    why: whyOf(candidate, choice, free, step, record),
  }));
}

/** Most Pods are in the namespace default. */
function shortName(name: string, { of }: Choice): string {
  if (of === 'endpoints') return name.replace(/^default\//, '');
  return of === 'names' ? name.replace(/\.$/, '') : name;
}

function whyOf(
  { name, isPicked, obstacle, detail }: Candidate,
  choice: Choice,
  free: number,
  step: Step,
  record: RequestRecord | undefined,
): string {
  if (obstacle === 'tried') return obstacles.tried(answerTo(name, record));
  if (obstacle !== null) return obstacles[obstacle](detail);
  return freeWords[choice.of](isPicked, free, step);
}

/** Of those that could have been chosen. */
const freeWords: Readonly<Record<Choice['of'], (isPicked: boolean, free: number, step: Step) => string>> = {
  endpoints(isPicked, free, { reason, details }) {
    if (reason === 'AffinityKept') return t(isPicked ? 'candidate.kept' : 'candidate.notAskedAffinity');
    if (free === 1) return t('candidate.onlyOneLeft');
    if (reason === 'ProxyConnects') return t(isPicked ? 'candidate.itsTurn' : 'candidate.notItsTurn');
    const scheduler = details?.scheduler;
    if (scheduler !== undefined)
      return t(isPicked ? 'candidate.pickedBy' : 'candidate.notPickedBy', { scheduler: String(scheduler) });
    return t(isPicked ? 'candidate.picked' : 'candidate.notPicked', { free });
  },
  nodes(isPicked, free, { details }) {
    if (details?.isKnown === true) return t(isPicked ? 'candidate.keptConnection' : 'candidate.notAsked');
    if (free === 1) return t('candidate.onlyHealthy');
    return t(isPicked ? 'candidate.picked' : 'candidate.notPicked', { free });
  },
  names: () => t('candidate.askedNow'),
  addresses: (isPicked) => t(isPicked ? 'candidate.first' : 'candidate.further'),
};

/** What the DNS said of a name before. */
function answerTo(name: string, record: RequestRecord | undefined): string {
  const told = record?.steps.find(
    ({ packetKind, details }) => packetKind === 'dnsReply' && details?.name === name,
  );
  const { rcode } = told?.details ?? {};
  if (rcode === undefined) return t('candidate.withoutSuccess');
  return rcode === 'NOERROR' ? t('candidate.nodata') : String(rcode);
}

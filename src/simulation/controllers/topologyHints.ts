/**
 * Hints on endpoints from the annotation `service.kubernetes.io/topology-mode: Auto`: each zone gets endpoints in
 * proportion to its CPU, and lends some where it has too many. Models staging/src/k8s.io/endpointslice/topologycache
 * (`AddHints`). Where upstream takes zones in random order, here they come by name.
 */
import type { Endpoint, EndpointSlice } from '../../kubernetes/endpointSlice.ts';
import type { SliceChanges } from './endpointSlices.ts';

/** By how much a zone's endpoints may be busier than the average. */
const OVERLOAD_THRESHOLD = 0.2;

/** What the event says, by its cause. */
export const hintMessages = {
  HintsEnabled: 'Topology Aware Hints has been enabled',
  HintsDisabled: 'Topology Aware Hints has been disabled',
  InsufficientNodeInfo:
    'Insufficient Node information: allocatable CPU or zone not specified on one or more nodes',
  InsufficientNumberOfEndpoints: 'Insufficient number of endpoints',
  MinAllocationExceedsOverloadThreshold:
    'Unable to allocate minimum required endpoints to each zone without exceeding overload threshold',
  NoZoneSpecified: 'One or more endpoints do not have a zone specified',
} as const;

export type HintCause = keyof typeof hintMessages;

/** What became of the hints of one family. */
export interface HintNote {
  readonly cause: HintCause;
  readonly message: string;
}

/** How many endpoints a zone may have. */
interface Allocation {
  readonly minimum: number;
  readonly maximum: number;
  readonly desired: number;
}

type Allocations = ReadonlyMap<string, Allocation>;
type Counts = Map<string, number>;

const isReady = (endpoint: Endpoint): boolean => endpoint.conditions?.ready === true;

function readyEndpoints(slices: readonly EndpointSlice[]): Endpoint[] {
  return slices.flatMap((slice) => (slice.endpoints ?? []).filter(isReady));
}

function add(counts: Counts, zone: string, count: number): void {
  counts.set(zone, (counts.get(zone) ?? 0) + count);
}

/** The share of each zone, or why there can be none. */
function allocate(ratios: ReadonlyMap<string, number> | null, endpoints: number): Allocations | HintCause {
  if (ratios === null) return 'InsufficientNodeInfo';
  if (ratios.size > endpoints) return 'InsufficientNumberOfEndpoints';
  const shares = [...ratios].map(([zone, ratio]) => {
    const exact = ratio * endpoints;
    const minimum = Math.ceil(exact * (1 / (1 + OVERLOAD_THRESHOLD)));
    return { zone, minimum, desired: Math.max(exact, minimum) };
  });
  const spare = endpoints - shares.reduce((total, { minimum }) => total + minimum, 0);
  if (spare < 0) return 'MinAllocationExceedsOverloadThreshold';
  return new Map(
    shares.map(({ zone, minimum, desired }) => [zone, { minimum, maximum: minimum + spare, desired }]),
  );
}

/** The hints of a slice by zone, or null when they cannot stay: one is missing, leads nowhere, or is one too many. */
function hintsOf(slice: EndpointSlice, allocated: Counts, allocations: Allocations): Counts | null {
  const counts: Counts = new Map();
  for (const { hints } of readyEndpoints([slice])) {
    if (!hints?.forZones?.length) return null;
    for (const { name } of hints.forZones) add(counts, name, 1);
  }
  for (const [zone, count] of counts) {
    const { maximum } = allocations.get(zone) ?? { maximum: 0 };
    if (count + (allocated.get(zone) ?? 0) > maximum) return null;
  }
  return counts;
}

/** The zone with the greatest amount; the first by name when several have as much. */
function greatest(amounts: ReadonlyMap<string, number>): { zone: string; amount: number } {
  let best = { zone: '', amount: 0 };
  for (const [zone, amount] of amounts) if (amount > best.amount) best = { zone, amount };
  return best;
}

/** How many endpoints each zone lends and borrows, in whole numbers. */
function balance(allocations: Allocations, allocated: Counts): { lends: Counts; borrows: Counts } {
  const over = new Map<string, number>();
  const under = new Map<string, number>();
  for (const [zone, { desired }] of allocations) {
    const surplus = (allocated.get(zone) ?? 0) - desired;
    (surplus > 0 ? over : under).set(zone, Math.abs(surplus));
  }
  const lends: Counts = new Map();
  const borrows: Counts = new Map();
  for (;;) {
    const from = greatest(over);
    const to = greatest(under);
    const isWorthIt = Math.max(from.amount, to.amount) >= 1 && Math.min(from.amount, to.amount) >= 0.5;
    if (!isWorthIt) return { lends, borrows };
    add(lends, from.zone, 1);
    add(over, from.zone, -1);
    add(borrows, to.zone, 1);
    add(under, to.zone, -1);
  }
}

/** Each endpoint's zone; some are lent to zones that have too few. */
function chooseZones(
  endpoints: readonly Endpoint[],
  allocations: Allocations,
  allocated: Counts,
): ReadonlyMap<Endpoint, string> {
  const zones = new Map<Endpoint, string>();
  for (const endpoint of endpoints) {
    zones.set(endpoint, endpoint.zone!);
    add(allocated, endpoint.zone!, 1);
  }
  const { lends, borrows } = balance(allocations, allocated);
  for (const endpoint of endpoints) {
    const [borrower] = [...borrows].filter(([, count]) => count > 0).map(([zone]) => zone);
    if (borrower === undefined || (lends.get(endpoint.zone!) ?? 0) === 0) continue;
    zones.set(endpoint, borrower);
    add(lends, endpoint.zone!, -1);
    add(borrows, borrower, -1);
  }
  return zones;
}

function refusal(cause: HintCause, endpoints: number, zones: number): HintNote {
  const counts = ` (${endpoints} endpoints, ${zones} zones)`;
  const isAboutNumbers =
    cause === 'InsufficientNumberOfEndpoints' || cause === 'MinAllocationExceedsOverloadThreshold';
  return { cause, message: hintMessages[cause] + (isAboutNumbers ? counts : '') };
}

/**
 * Hints for all slices of one family: those that stay as they are keep theirs while they fit, all others get new ones.
 * null instead of changes: there can be no hints, so that all must go.
 */
export function addTopologyHints(
  changes: SliceChanges,
  ratios: ReadonlyMap<string, number> | null,
): { changes: SliceChanges | null; note: HintNote } {
  const all = readyEndpoints([...changes.create, ...changes.update, ...changes.unchanged]);
  const allocations = allocate(ratios, all.length);
  if (typeof allocations === 'string')
    return { changes: null, note: refusal(allocations, all.length, ratios?.size ?? 0) };
  const allocated: Counts = new Map();
  const unchanged: EndpointSlice[] = [];
  const outdated: EndpointSlice[] = [];
  for (const slice of changes.unchanged) {
    const hints = hintsOf(slice, allocated, allocations);
    (hints === null ? outdated : unchanged).push(slice);
    for (const [zone, count] of hints ?? []) add(allocated, zone, count);
  }
  const endpoints = readyEndpoints([...changes.create, ...changes.update, ...outdated]);
  if (endpoints.some(({ zone }) => !zone)) return { changes: null, note: refusal('NoZoneSpecified', 0, 0) };
  const zones = chooseZones(endpoints, allocations, allocated);
  const hint = (slice: EndpointSlice): EndpointSlice => ({
    ...slice,
    endpoints: (slice.endpoints ?? []).map((endpoint) => {
      const name = zones.get(endpoint);
      return name === undefined ? endpoint : { ...endpoint, hints: { forZones: [{ name }] } };
    }),
  });
  return {
    changes: {
      ...changes,
      create: changes.create.map(hint),
      update: [...changes.update, ...outdated].map(hint),
      unchanged,
    },
    note: { cause: 'HintsEnabled', message: hintMessages.HintsEnabled },
  };
}

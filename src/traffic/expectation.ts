/** What theory promises for the shares of a Service's Pods, by who picks them and how; and what to say of a share that it does not explain. */
import { type Service, serviceForm } from '../kubernetes/service.ts';
import { t } from '../messages/traffic.ts';
import { formatPercent } from '../ui/formats.ts';
import { expectedBand, type ServiceTally } from './tally.ts';

export interface Expectation {
  /** The share that each Pod should get; null when they need not be equal. */
  readonly share: number | null;
  /** Where a share may lie and still be explained. */
  readonly band: { readonly low: number; readonly high: number } | null;
  readonly sentence: string;
  /** What explains that a share lies in the band; null when there is none. */
  readonly because: 'chance' | 'turns' | null;
}

interface Situation {
  readonly service: Service | undefined;
  /** Ready endpoints. */
  readonly endpoints: number;
  readonly tally: ServiceTally;
  /** kube-proxy's scheduler in ipvs mode, else null. */
  readonly scheduler: string | null;
  /** How many nodes there are: each counts for itself. */
  readonly nodes: number;
  /** Connections that were opened to its Pods. */
  readonly opened: number;
}

/** So few choices say nothing. */
const FEW = 20;

/** Null when there is nothing to choose from. */
export function expectationOf(situation: Situation): Expectation | null {
  const { service, endpoints, tally, scheduler } = situation;
  if (service === undefined || endpoints < 2) return null;
  if (tally.proxied > 0) return inTurn(situation, t('expect.proxy'));
  const preference = preferenceOf(service);
  if (preference !== null)
    return {
      share: null,
      band: null,
      because: null,
      sentence: t('expect.near', { preference }),
    };
  if (service.spec.sessionAffinity === 'ClientIP') return byAffinity(situation);
  if (serviceForm(service) === 'Headless') return byChance(situation, t('expect.dns'));
  if (scheduler === null) return byChance(situation, t('expect.random'));
  return (schedulers[scheduler] ?? schedulers.rr!)(situation, scheduler);
}

/** What makes some endpoints better than others for who sends from one node. */
function preferenceOf({ spec }: Service): string | null {
  if (spec.externalTrafficPolicy === 'Local') return 'externalTrafficPolicy Local';
  if (spec.internalTrafficPolicy === 'Local') return 'internalTrafficPolicy Local';
  return spec.trafficDistribution ? `trafficDistribution ${spec.trafficDistribution}` : null;
}

type ByScheduler = (situation: Situation, scheduler: string) => Expectation;

const takesTurns: ByScheduler = (situation, scheduler) => inTurn(situation, t('expect.turns', { scheduler }));

const evensOut: ByScheduler = ({ endpoints }, scheduler) => ({
  share: 1 / endpoints,
  band: null,
  because: null,
  sentence: t('expect.evens', { scheduler, endpoints }),
});

const hashes =
  (of: 'source' | 'socket' | 'destination'): ByScheduler =>
  (_situation, scheduler) => ({
    share: null,
    band: null,
    because: null,
    sentence: t(`expect.hash.${of}`, { scheduler }),
  });

const schedulers: Readonly<Record<string, ByScheduler>> = {
  rr: takesTurns,
  wrr: takesTurns,
  lc: evensOut,
  wlc: evensOut,
  sed: evensOut,
  nq: evensOut,
  sh: hashes('source'),
  mh: hashes('socket'),
  dh: hashes('destination'),
  lblc: hashes('destination'),
  lblcr: hashes('destination'),
};

/** Chance decides once for each connection: with few of them for many requests it may decide unevenly. */
function byChance({ endpoints, tally, opened }: Situation, who: string): Expectation {
  const answers = tally.outcomes.answered ?? 0;
  const isKept = opened > 0 && opened < answers * 0.9;
  const draws = isKept ? opened : answers;
  const band = expectedBand(endpoints, draws);
  const share = 1 / endpoints;
  const sentence = t(isKept ? 'expect.averageKept' : draws < FEW ? 'expect.average' : 'expect.averageAfter', {
    who,
    endpoints,
    draws,
    answers,
    low: formatPercent(band.low),
    high: formatPercent(band.high),
  });
  return { share, band, because: 'chance', sentence };
}

/** Whoever counts is off by one connection at most. */
function inTurn({ endpoints, tally, nodes }: Situation, who: string): Expectation {
  const answers = tally.outcomes.answered ?? 0;
  const share = 1 / endpoints;
  const slack = answers === 0 ? 1 : Math.max(1, nodes) / answers;
  const band = { low: Math.max(0, share - slack), high: Math.min(1, share + slack) };
  return { share, band, because: 'turns', sentence: t('expect.each', { who, endpoints }) };
}

function byAffinity({ endpoints, tally }: Situation): Expectation {
  const clients = tally.senders.size;
  const band = expectedBand(endpoints, clients);
  return {
    share: 1 / endpoints,
    band,
    because: 'chance',
    sentence: t('expect.affinity', {
      clients,
      low: formatPercent(band.low),
      high: formatPercent(band.high),
    }),
  };
}

/** `12 % more than chance explains`; null while it does. */
export function deviationOf(share: number, { band, because }: Expectation, answers: number): string | null {
  if (band === null || because === null || answers < FEW) return null;
  const beyond = share > band.high ? share - band.high : share < band.low ? band.low - share : 0;
  // What is not seen in the figures is not worth a word.
  if (beyond < 0.005) return null;
  return t(`deviation.${share > band.high ? 'more' : 'less'}.${because}`, { percent: formatPercent(beyond) });
}

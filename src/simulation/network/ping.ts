/** Answers to pings (ICMP echo requests). Kernels give them, not processes. */
import type { Decision, Hop } from '../events.ts';
import type { Simulation } from '../state.ts';
import type { Place } from './places.ts';
import { lazyRule } from './rule.ts';
import { serve } from './server.ts';

const echoRule = lazyRule('podNetwork', () => ({ chain: 'icmp', text: 'echo reply (type 0, code 0)' }));

/** The kernel answers pings to any address of its network, whatever runs there. */
export function answerPing(
  simulation: Simulation,
  place: Place,
  hop: Hop,
  admission?: Decision['details'],
): void {
  serve(simulation, place, hop, echoRule, { reason: 'Answered' }, admission);
}

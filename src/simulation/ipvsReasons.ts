/** What explanations say of virtual servers and how they choose. */
import type { Facts } from './facts.ts';
import type { IpvsScheduler } from './network/ipvsSchedulers.ts';

const choices: Readonly<Partial<Record<string, string>>> = {
  rr: 'one after the other (rr, round robin)',
  wrr: 'one after the other (wrr, and all have the weight 1)',
  lc: 'the one with the fewest connections (lc)',
  wlc: 'the one with the fewest connections (wlc, and all have the weight 1)',
  sed: 'the one with the fewest active connections (sed)',
  nq: 'one without active connections, else the one with the fewest (nq)',
  dh: 'always the same for this address (dh, a hash of the destination)',
  sh: 'always the same for this source (sh, a hash of the source)',
  mh: "by a hash of the client's address and port (mh, Maglev)",
  lblc: 'the same for this address until it has too many connections (lblc)',
  lblcr: 'the same for this address until it has too many connections (lblcr)',
} satisfies Record<IpvsScheduler, string>;

/** How the scheduler chose: `one after the other (rr, round robin)`; undefined when it was no virtual server. */
export function schedulerChoice({ text }: Facts): string | undefined {
  return choices[text('scheduler')];
}

/** Who rewrites packets. */
export function proxyName({ text }: Facts): string {
  return text('scheduler') === '' ? 'kube-proxy' : 'IPVS';
}

/** What the cluster's DNS says to a question at this moment, for tools that print answers; the packets are sent beside. */
import { answer } from '../simulation/network/coreDNS.ts';
import { corefileOf } from '../simulation/network/corefile.ts';
import type { DnsAnswer, DnsQuestion } from '../simulation/network/dnsMessage.ts';
import { ClusterView } from '../simulation/network/dnsServer.ts';
import type { PodPlace } from '../simulation/network/places.ts';
import type { Simulation } from '../simulation/state.ts';

export { candidateNames } from '../simulation/network/resolver.ts';

export function answerNow(simulation: Simulation, question: DnsQuestion): DnsAnswer {
  const servers = [...simulation.network.places.values()].filter(
    (place): place is PodPlace => place.kind === 'Pod' && place.isDnsServer,
  );
  const view = new ClusterView(
    simulation,
    servers.map(({ address }) => address),
  );
  return answer(question, view, corefileOf(simulation).options);
}

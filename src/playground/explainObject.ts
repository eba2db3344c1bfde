/** "Why does this get no traffic?": what is asked on the way to an object, in the order in which it fails, and where it stops. */
import type { Kind } from '../kubernetes/kinds.ts';
import { isSimulated } from '../kubernetes/kinds.ts';
import type { Client } from '../kubernetes/kubehop.ts';
import type { KubernetesObject, ObjectKey } from '../kubernetes/objectMeta.ts';
import { isTerminating } from '../kubernetes/pod.ts';
import type { Traffic } from '../kubernetes/traffic.ts';
import { isWorkload } from '../kubernetes/workload.ts';
import { t } from '../messages/problems.ts';
import type { Simulation } from '../simulation/state.ts';
import { explainNode, explainPod, explainWorkload } from './explainPods.ts';
import { explainGateway, explainIngress, explainRoute } from './explainRouting.ts';
import { explainService } from './explainService.ts';
import { explainTraffic } from './explainTraffic.ts';
import { type ExplainedStep, type Inquiry, inOrder, ok } from './explanation.ts';
import { ofKind } from './queries.ts';
import { surveyOf } from './survey.ts';

type Explain = (object: never, inquiry: Inquiry) => ExplainedStep[];

const explanations: { readonly [K in Kind]?: Explain } = {
  Service: explainService,
  Pod: explainPod,
  Node: explainNode,
  Traffic: explainTraffic,
  Client: explainClient,
  Ingress: explainIngress,
  Gateway: explainGateway,
  HTTPRoute: explainRoute,
};

function explanationFor(object: KubernetesObject): Explain | undefined {
  if (!isSimulated(object)) return undefined;
  return isWorkload(object) ? (explainWorkload as Explain) : explanations[object.kind as Kind];
}

export function canBeExplained(object: KubernetesObject): boolean {
  return explanationFor(object) !== undefined && !isTerminating(object);
}

/** Empty for what gets no traffic by nature, such as a Namespace. Reads the simulation and changes nothing. */
export function explainObject(key: ObjectKey, simulation: Simulation): ExplainedStep[] {
  const object = simulation.objects.get(key);
  if (object === undefined || !canBeExplained(object)) return [];
  const inquiry = { simulation, survey: surveyOf(simulation.objects) };
  return inOrder(explanationFor(object)!(object as never, inquiry));
}

/** What a Client sends, one Traffic after the other. */
function explainClient(client: Client, inquiry: Inquiry): ExplainedStep[] {
  const own = ofKind(inquiry.survey.objects, 'Traffic').filter(
    ({ spec }) => spec.from.kind === 'Client' && spec.from.name === client.metadata.name,
  );
  if (own.length === 0)
    return [
      {
        ...ok('sender', t('noTrafficLeaves', { name: client.metadata.name })),
        state: 'note',
      },
    ];
  return own.flatMap((traffic: Traffic) => explainTraffic(traffic, inquiry));
}

/** What is wrong with an object, in plain words, and which field to look at. */
import { isSimulated, type Kind } from '../kubernetes/kinds.ts';
import type { Node } from '../kubernetes/node.ts';
import type { KubernetesObject, ObjectKey } from '../kubernetes/objectMeta.ts';
import { isTerminating, type Pod } from '../kubernetes/pod.ts';
import type { Service } from '../kubernetes/service.ts';
import {
  nodeProblems,
  outsideProblems,
  outsideServerProblems,
  podAddressProblems,
} from './addressProblems.ts';
import { claimProblems } from './claimProblems.ts';
import { nodeFaultProblems, podFaultProblems } from './faultProblems.ts';
import type { Fix } from './fixes.ts';
import { podProblems } from './podProblems.ts';
import { policyProblems } from './policyProblems.ts';
import type { Objects } from './queries.ts';
import { gatewayProblems, ingressProblems, routeProblems } from './routingProblems.ts';
import { serviceProblems } from './serviceProblems.ts';
import { sliceProblems } from './sliceProblems.ts';
import { type Survey, surveyOf } from './survey.ts';
import { trafficProblems } from './trafficProblems.ts';

/** What stands between a sender and an answer, in the order in which it is asked. */
export type Cause =
  | 'sender'
  | 'controller'
  | 'name'
  | 'replicas'
  | 'node'
  | 'selector'
  | 'readiness'
  | 'port'
  | 'policy'
  | 'dns'
  | 'type'
  | 'address';

export interface Problem {
  severity: 'error' | 'warning' | 'info';
  /** `selector matches no Pod: no Pod has the label app=shpo; did you mean app=shop?` */
  text: string;
  field?: string;
  cause?: Cause;
  fix?: Fix;
}

type Check = (object: never, survey: Survey) => Problem[];

const checks: { readonly [K in Kind]?: Check } = {
  Service: (service: Service, survey) => [
    ...serviceProblems(service, survey),
    ...claimProblems(service, survey),
  ],
  Pod: (pod: Pod, survey) => [
    ...podFaultProblems(pod, survey),
    ...podProblems(pod, survey),
    ...podAddressProblems(pod, survey),
  ],
  Node: (node: Node, survey) => [...nodeFaultProblems(node), ...nodeProblems(node, survey)],
  Client: outsideProblems,
  OutsideServer: outsideServerProblems,
  EndpointSlice: sliceProblems,
  NetworkPolicy: policyProblems,
  Ingress: ingressProblems,
  Gateway: gatewayProblems,
  HTTPRoute: routeProblems,
  Traffic: trafficProblems,
};

export function problemsOf(object: KubernetesObject, survey: Survey): Problem[] {
  if (isTerminating(object) || !isSimulated(object)) return [];
  return checks[object.kind as Kind]?.(object as never, survey) ?? [];
}

export function findProblems(objects: Objects): Map<ObjectKey, Problem[]> {
  const survey = surveyOf(objects);
  const problems = new Map<ObjectKey, Problem[]>();
  for (const [key, object] of objects) {
    if (object.metadata.namespace === 'kube-system') continue;
    const found = problemsOf(object, survey);
    if (found.length > 0) problems.set(key, found);
  }
  return problems;
}

/** What keeps a Pod from running or from getting connections. */
import { kinds } from '../kubernetes/kinds.ts';
import type { Node } from '../kubernetes/node.ts';
import { type ContainerStatus, type Pod, READY_ANNOTATION } from '../kubernetes/pod.ts';
import { create, type Fix, fixedBy, withSpec } from './fixes.ts';
import type { Problem } from './problems.ts';
import { type Objects, ofKind, uniqueName } from './queries.ts';
import { makeReady } from './readinessProblems.ts';
import type { Survey } from './survey.ts';

export function podProblems(pod: Pod, survey: Survey): Problem[] {
  const { nodeNames, objects } = survey;
  const { nodeName } = pod.spec;
  if (nodeName === undefined || nodeName === '') {
    const unschedulable = pod.status?.conditions?.find(
      ({ type, status }) => type === 'PodScheduled' && status === 'False',
    );
    if (nodeNames.length === 0)
      return [
        {
          severity: 'error',
          cause: 'node',
          text: 'Pending: the cluster has no Node that could run it. Add a Node.',
          fix: addNode(uniqueName(objects, 'Node', '', 'node-a')),
        },
      ];
    if (unschedulable === undefined) return [];
    return [
      {
        severity: 'error',
        cause: 'node',
        text: `Pending: ${unschedulable.message ?? 'no Node can run it'}`,
        ...fixedBy(uncordonOne(objects)),
      },
    ];
  }
  if (!nodeNames.includes(nodeName))
    return [
      {
        severity: 'error',
        cause: 'node',
        field: 'spec.nodeName',
        text: `Node ${nodeName} does not exist.`,
        fix: addNode(nodeName),
      },
    ];
  const crashing = pod.status?.containerStatuses?.find(
    ({ state }) => state?.waiting?.reason === 'CrashLoopBackOff',
  );
  if (crashing !== undefined)
    return [
      {
        severity: 'error',
        cause: 'readiness',
        text: `Container ${crashing.name} is restarted again and again (CrashLoopBackOff): ${whyItEnds(crashing)}.`,
        ...fixedBy(makeReady([pod], survey)),
      },
    ];
  if (pod.metadata.annotations?.[READY_ANNOTATION] === 'false')
    return [
      {
        severity: 'info',
        cause: 'readiness',
        field: `metadata.annotations.${READY_ANNOTATION}`,
        text: 'Not ready: its readiness probe fails. Services send it no new connections.',
        ...fixedBy(makeReady([pod], survey)),
      },
    ];
  return [];
}

function whyItEnds({ lastState }: ContainerStatus): string {
  const exitCode = lastState?.terminated?.exitCode;
  return exitCode === 1 ? 'its process ends by itself, with exit code 1' : 'its probes fail';
}

function addNode(name: string): Fix {
  return { label: `Add Node ${name}`, commands: [create(kinds.Node.template(name))] };
}

/** The first Node that takes no new Pods. */
function uncordonOne(objects: Objects): Fix | undefined {
  const node = ofKind(objects, 'Node').find(({ spec }) => spec?.unschedulable === true);
  return node && uncordon(node);
}

export function uncordon(node: Node): Fix {
  return {
    label: `Let Node ${node.metadata.name} take Pods again`,
    commands: [withSpec({ ...node, spec: node.spec ?? {} }, { unschedulable: false })],
  };
}

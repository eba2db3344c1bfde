/** What keeps a Pod from running or from getting connections. */
import { kinds } from '../kubernetes/kinds.ts';
import type { Node } from '../kubernetes/node.ts';
import { type ContainerStatus, type Pod, READY_ANNOTATION } from '../kubernetes/pod.ts';
import { t } from '../messages/problems.ts';
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
          text: t('pendingTheClusterHasNoNode'),
          fix: addNode(uniqueName(objects, 'Node', '', 'node-a')),
        },
      ];
    if (unschedulable === undefined) return [];
    return [
      {
        severity: 'error',
        cause: 'node',
        text: t('pending', { why: unschedulable.message ?? t('noNodeCanRunIt') }),
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
        text: t('nodeNodeNameDoesNotExist', { nodeName }),
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
        text: t('containerNameIsRestartedAgainAnd', { name: crashing.name, whyItEnds: whyItEnds(crashing) }),
        ...fixedBy(makeReady([pod], survey)),
      },
    ];
  if (pod.metadata.annotations?.[READY_ANNOTATION] === 'false')
    return [
      {
        severity: 'info',
        cause: 'readiness',
        field: `metadata.annotations.${READY_ANNOTATION}`,
        text: t('notReadyItsReadinessProbeFails'),
        ...fixedBy(makeReady([pod], survey)),
      },
    ];
  return [];
}

function whyItEnds({ lastState }: ContainerStatus): string {
  const exitCode = lastState?.terminated?.exitCode;
  return exitCode === 1 ? t('itsProcessEndsByItselfWith') : t('itsProbesFail');
}

function addNode(name: string): Fix {
  return { label: t('addNodeName', { name }), commands: [create(kinds.Node.template(name))] };
}

/** The first Node that takes no new Pods. */
function uncordonOne(objects: Objects): Fix | undefined {
  const node = ofKind(objects, 'Node').find(({ spec }) => spec?.unschedulable === true);
  return node && uncordon(node);
}

export function uncordon(node: Node): Fix {
  return {
    label: t('letNodeNameTakePodsAgain', { name: node.metadata.name }),
    commands: [withSpec({ ...node, spec: node.spec ?? {} }, { unschedulable: false })],
  };
}

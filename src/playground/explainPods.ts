/** What stands between a Pod, or the Pods of a workload, and its first request; and what a Node does for its Pods. */
import { kinds } from '../kubernetes/kinds.ts';
import type { Node } from '../kubernetes/node.ts';
import { objectKey } from '../kubernetes/objectMeta.ts';
import { isReady, type Pod } from '../kubernetes/pod.ts';
import type { Service } from '../kubernetes/service.ts';
import { podCountOf, type Workload } from '../kubernetes/workload.ts';
import { t } from '../messages/problems.ts';
import { listenersOf } from '../simulation/network/podServer.ts';
import { explainService } from './explainService.ts';
import { type ExplainedStep, type Inquiry, isBad, note, ok, problemSteps, stepsOf } from './explanation.ts';
import { create, type Fix } from './fixes.ts';
import { uncordon } from './podProblems.ts';
import { ofKind, podsOfService, templatePod, uniqueName, workloadOf } from './queries.ts';
import { hasNoReplicas, scaleUp } from './selectorProblems.ts';
import type { Survey } from './survey.ts';

export function explainPod(pod: Pod, inquiry: Inquiry): ExplainedStep[] {
  const found = problemSteps(pod, inquiry);
  const { nodeName } = pod.spec;
  return [
    ...stepsOf('node', found, () =>
      nodeName ? ok('node', t('itRunsOnNodeNodeName', { nodeName })) : note('node', t('itIsBeingScheduled')),
    ),
    ...serviceStepsFor([pod], pod, inquiry),
    ...readinessOfPod(pod, found),
    ...found.filter(({ cause }) => cause === 'address'),
  ];
}

function readinessOfPod(pod: Pod, found: readonly ExplainedStep[]): ExplainedStep[] {
  if (isReady(pod)) return [ok('readiness', t('itIsReadyServicesSendIt'))];
  return stepsOf('readiness', found, () => note('readiness', t('itIsNotReadyYet'))).map((step) => ({
    ...step,
    state: 'bad',
  }));
}

export function explainWorkload(workload: Workload, inquiry: Inquiry): ExplainedStep[] {
  const { survey } = inquiry;
  const pods = survey.pods.filter((pod) => workloadOf(pod, survey.objects) === workload);
  const name = `${workload.kind} ${workload.metadata.name}`;
  if (hasNoReplicas(workload))
    return [
      {
        cause: 'replicas',
        state: 'bad',
        sentence: t('nameHas0ReplicasNoPod', { name }),
        field: 'spec.replicas',
        object: objectKey(workload),
        fix: scaleUp(workload),
      },
    ];
  const wanted = podCountOf(workload, survey.nodeNames.length);
  const found = pods.flatMap((pod) => problemSteps(pod, inquiry));
  return [
    pods.length === 0
      ? note('replicas', t('hasNoPods', { name, isWaiting: wanted > 0 ? 'yes' : 'no' }))
      : ok('replicas', t('hasPods', { name, count: pods.length })),
    ...stepsOf('node', found, () =>
      pods.length === 0 ? null : ok('node', pods.length === 1 ? t('itHasANode') : t('allOfThemHaveANode')),
    ),
    ...serviceStepsFor(pods, templatePod(workload), inquiry),
    ...readinessOf(pods, found),
  ];
}

function readinessOf(pods: readonly Pod[], found: readonly ExplainedStep[]): ExplainedStep[] {
  const ready = pods.filter(isReady).length;
  if (pods.length === 0) return [];
  if (ready === pods.length)
    return [
      ok('readiness', pods.length === 1 ? t('itIsReady') : t('allLengthAreReady', { length: pods.length })),
    ];
  return stepsOf('readiness', found, () =>
    note('readiness', t('readyOfLengthAreReadyServices', { ready, length: pods.length })),
  ).map((step) => ({ ...step, state: ready === 0 ? 'bad' : 'note' }));
}

/** What the Services that select the Pods meet; when there is none, what would select them. `like`: one of them, or as they will be. */
function serviceStepsFor(pods: readonly Pod[], like: Pod, inquiry: Inquiry): ExplainedStep[] {
  const { survey } = inquiry;
  const services = ofKind(survey.objects, 'Service').filter(
    (service) => podsOfService(service, [like]).length > 0,
  );
  if (services.length === 0) return [noService(like, inquiry)];
  const names = services.map(({ metadata }) => metadata.name).join(', ');
  const others = services.flatMap((service) =>
    explainService(service, inquiry).filter(({ cause }) => cause === 'port' || cause === 'policy'),
  );
  return [
    ok('selector', t('serviceSelects', { names, count: pods.length })),
    ...others.filter((step) => isBad(step) || pods.length > 0),
  ];
}

/** A Service whose selector has a slip of the finger, else one that is missing. */
function noService(like: Pod, inquiry: Inquiry): ExplainedStep {
  const { survey } = inquiry;
  const { namespace } = like.metadata;
  for (const service of ofKind(survey.objects, 'Service')) {
    if (service.metadata.namespace !== namespace) continue;
    const meant = problemSteps(service, inquiry).find(
      ({ cause, fix }) => cause === 'selector' && fix !== undefined && selectsAfter(fix, like),
    );
    if (meant !== undefined)
      return {
        ...meant,
        sentence: t('serviceNameDoesNotSelectIt', { name: service.metadata.name, sentence: meant.sentence }),
      };
  }
  return {
    cause: 'selector',
    state: sends(like, survey) ? 'note' : 'bad',
    sentence: t('noServiceSelectsItCallersNeed'),
    fix: expose(like, survey),
  };
}

/** Whoever sends need not be sent to. */
function sends(like: Pod, { objects }: Survey): boolean {
  const { name, namespace } = (workloadOf(like, objects) ?? like).metadata;
  return ofKind(objects, 'Traffic').some(
    ({ spec: { from } }) => from.name === name && (from.namespace ?? 'default') === namespace,
  );
}

function selectsAfter({ commands }: Fix, pod: Pod): boolean {
  return commands.some(
    (command) =>
      command.type === 'update' &&
      command.object.kind === 'Service' &&
      podsOfService(command.object as Service, [pod]).length > 0,
  );
}

/** What `kubectl expose` would make. */
function expose(like: Pod, { objects }: Survey): Fix {
  const { name, namespace = 'default', labels = {} } = like.metadata;
  const owner = workloadOf(like, objects);
  const base = (owner?.metadata.name ?? name).slice(0, 63).replace(/-+$/, '');
  const [listener] = listenersOf(like);
  const { metadata, spec } = kinds.Service.template(uniqueName(objects, 'Service', namespace, base));
  const targetPort = listener?.port ?? 80;
  return {
    label: t('createServiceName', { name: metadata.name }),
    commands: [
      create({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { ...metadata, namespace },
        spec: { ...spec, selector: stableLabels(labels ?? {}), ports: [{ port: 80, targetPort }] },
      } as Service),
    ],
  };
}

/** Labels that controllers add tell versions apart, not what the Pods are for. */
function stableLabels(labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels).filter(
      ([label]) => !/^(pod-template-hash|controller-revision-hash|(statefulset|apps|batch)\..*)$/.test(label),
    ),
  );
}

export function explainNode(node: Node, inquiry: Inquiry): ExplainedStep[] {
  const { name } = node.metadata;
  const pods = inquiry.survey.pods.filter(
    ({ spec, metadata }) => spec.nodeName === name && metadata.namespace !== 'kube-system',
  );
  const found = problemSteps(node, inquiry);
  return [
    ...found,
    ...(node.spec?.unschedulable === true
      ? [
          {
            ...note('node', t('nodeNameIsCordonedItTakes', { name })),
            field: 'spec.unschedulable',
            object: objectKey(node),
            fix: uncordon(node),
          },
        ]
      : found.some(({ cause }) => cause === 'node')
        ? []
        : [ok('node', t('nodeNameTakesPods', { name }))]),
    pods.length === 0
      ? note('readiness', t('noPodOfYoursRunsOn'))
      : ok('readiness', t('readyOnIt', { ready: pods.filter(isReady).length, count: pods.length })),
  ];
}

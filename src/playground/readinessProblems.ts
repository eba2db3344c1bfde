/** What keeps Pods from being ready, and what would make them so. */
import { ALIVE_ANNOTATION, isReady, type Pod, READY_ANNOTATION } from '../kubernetes/pod.ts';
import type { Service } from '../kubernetes/service.ts';
import { templateOf, type Workload } from '../kubernetes/workload.ts';
import { t } from '../messages/problems.ts';
import type { Command } from './commands.ts';
import { type Fix, fixedBy, lessAnnotated, withoutAnnotations, withSpec } from './fixes.ts';
import type { Problem } from './problems.ts';
import { workloadOf } from './queries.ts';
import { namesOf, type Survey } from './survey.ts';

export function readinessProblems({ spec }: Service, pods: readonly Pod[], survey: Survey): Problem[] {
  if (spec.publishNotReadyAddresses === true) return [];
  const waiting = pods.filter((pod) => !isReady(pod));
  if (waiting.length === 0) return [];
  const fix = fixedBy(makeReady(waiting, survey));
  if (waiting.length === pods.length)
    return [
      {
        severity: 'error',
        cause: 'readiness',
        text: t('noReadyEndpoints', { count: pods.length }),
        ...fix,
      },
    ];
  return [
    {
      severity: 'info',
      cause: 'readiness',
      text: t('someNotReady', { count: waiting.length, all: pods.length, pods: namesOf(waiting) }),
      ...fix,
    },
  ];
}

/** What makes a demo application fail its probes. */
const SWITCHES = [READY_ANNOTATION, ALIVE_ANNOTATION];

const isSwitchedOff = (annotations: Readonly<Record<string, string>> | null | undefined) =>
  SWITCHES.some((name) => annotations?.[name] === 'false');

/** Switches readiness on again, in the template where that says it. Pods that wait for something else need no switch. */
export function makeReady(pods: readonly Pod[], { objects }: Survey): Fix | undefined {
  const off = pods.filter(({ metadata }) => isSwitchedOff(metadata.annotations));
  if (off.length === 0) return undefined;
  const workloads = new Set<Workload>();
  const commands: Command[] = [];
  for (const pod of off) {
    const workload = workloadOf(pod, objects);
    if (workload === undefined || !isSwitchedOff(templateOf(workload).metadata?.annotations))
      commands.push(withoutAnnotations(pod, SWITCHES));
    else workloads.add(workload);
  }
  for (const workload of workloads) {
    const template = templateOf(workload);
    const metadata = lessAnnotated(template.metadata ?? {}, SWITCHES);
    commands.push(withSpec(workload, { template: { ...template, metadata } }));
  }
  return { label: t('letBeReady', { pods: namesOf(off) }), commands };
}

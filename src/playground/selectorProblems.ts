/** Why a Service's selector finds nobody, and the label that was probably meant. */
import { isFinished } from '../kubernetes/job.ts';
import type { Pod } from '../kubernetes/pod.ts';
import type { Service } from '../kubernetes/service.ts';
import { topWorkloads, type Workload } from '../kubernetes/workload.ts';
import { t } from '../messages/problems.ts';
import { closest } from './closest.ts';
import { type Fix, fixedBy, withSpec } from './fixes.ts';
import type { Problem } from './problems.ts';
import { templatePod } from './queries.ts';
import type { Survey } from './survey.ts';

interface Why {
  text: string;
  fix?: Fix;
}

export function noPodProblem(service: Service, survey: Survey): Problem {
  return { severity: 'error', cause: 'selector', field: 'spec.selector', ...whyNoPod(service, survey) };
}

function whyNoPod(service: Service, survey: Survey): Why {
  const { namespace } = service.metadata;
  const pairs = Object.entries(service.spec.selector ?? {});
  const words = pairs.map(([label, value]) => `${label}=${value}`).join(',');
  const waiting = topWorkloads(survey.objects).find((workload) => promises(workload, service));
  if (waiting !== undefined) return whyNoPodOf(waiting);
  const here = survey.pods.filter((pod) => pod.metadata.namespace === namespace);
  const elsewhere = survey.pods.find(
    (pod) =>
      pod.metadata.namespace !== namespace &&
      pairs.every(([label, value]) => pod.metadata.labels?.[label] === value),
  );
  if (elsewhere !== undefined)
    return {
      text: t('selectorMatchesNoPodInNamespace', {
        namespace: namespace ?? '',
        words,
        namespace2: elsewhere.metadata.namespace ?? '',
      }),
    };
  const missing = pairs.find(([label, value]) => !survey.podsByLabel.has(`${namespace} ${label}=${value}`));
  if (missing === undefined) return { text: t('selectorMatchesNoPodNoPod', { words }) };
  const [label, value] = missing;
  const meant = suggestLabel(label, value, here);
  const text = t('selectorMatchesNoPodNoPod2', { label, value });
  if (meant === undefined) return { text };
  const selector = Object.fromEntries(pairs.map((pair) => (pair === missing ? meant : pair)));
  return {
    text: t('didYouMean', { text, meant: meant.join('=') }),
    fix: { label: t('select', { selector: meant.join('=') }), commands: [withSpec(service, { selector })] },
  };
}

function whyNoPodOf(workload: Workload): Why {
  const name = `${workload.kind} ${workload.metadata.name}`;
  if (workload.kind === 'Job' && isFinished(workload))
    return { text: t('selectorMatchesNoPodNameHas', { name }) };
  if (!hasNoReplicas(workload)) return { text: t('selectorMatchesNoPodYetName', { name }) };
  return { text: t('selectorMatchesNoPodNameHas2', { name }), ...fixedBy(scaleUp(workload)) };
}

export function hasNoReplicas({ spec }: Workload): boolean {
  return 'replicas' in spec && spec.replicas === 0;
}

export function scaleUp(workload: Workload, replicas = 1): Fix {
  const scaled = withSpec(workload, { replicas } as Partial<Workload['spec']>);
  return {
    label: t('scaleKindNameToReplicas', { kind: workload.kind, name: workload.metadata.name, replicas }),
    commands: [scaled],
  };
}

function promises(workload: Workload, service: Service): boolean {
  const pod = templatePod(workload);
  return (
    pod.metadata.namespace === service.metadata.namespace &&
    Object.entries(service.spec.selector ?? {}).every(
      ([label, value]) => pod.metadata.labels?.[label] === value,
    )
  );
}

/** The same key with a similar value, else the same value under another key. */
function suggestLabel(label: string, value: string, pods: readonly Pod[]): [string, string] | undefined {
  const labels = pods.flatMap((pod) => Object.entries(pod.metadata.labels ?? {}));
  const values = labels.filter(([other]) => other === label).map(([, text]) => text);
  const near = closest(value, values);
  if (near !== undefined) return [label, near];
  const key = labels.find(([, text]) => text === value)?.[0];
  if (key !== undefined) return [key, value];
  const keyNear = closest(
    label,
    labels.map(([other]) => other),
  );
  return keyNear === undefined ? undefined : labels.find(([other]) => other === keyNear);
}

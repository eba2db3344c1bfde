/** What a fault that was switched on does now, and what happens next and when: timings are those of the simulation. */
import type { Node } from '../kubernetes/node.ts';
import { isCutOff, isPoweredOff } from '../kubernetes/nodeFaults.ts';
import type { Pod } from '../kubernetes/pod.ts';
import { t } from '../messages/problems.ts';
import { msOfTimestamp } from './clockTime.ts';
import { brokenOf, type Fault, type FaultId } from './faults.ts';
import type { Problem } from './problems.ts';
import type { Survey } from './survey.ts';

const UNREACHABLE = 'node.kubernetes.io/unreachable';
const EVICTED_AFTER_MS = 300_000;

/** `05:52` on the clock of the scene. */
function clockText(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Where a silent Node is in the real course of things. */
function silence(node: Node): string {
  const cause = isPoweredOff(node) ? 'off' : 'cut';
  const ready = node.status?.conditions?.find(({ type }) => type === 'Ready');
  if (ready?.status !== 'Unknown') return t(`silent.${cause}`);
  const since = clockText(msOfTimestamp(ready.lastTransitionTime ?? ''));
  const taint = (node.spec?.taints ?? []).find(
    ({ key, effect }) => key === UNREACHABLE && effect === 'NoExecute',
  );
  const next =
    taint === undefined
      ? t('nobodyEvicts')
      : t('deletedAt', { time: clockText(msOfTimestamp(taint.timeAdded ?? '') + EVICTED_AFTER_MS) });
  return t(`noticed.${cause}`, { since, next });
}

function problemOf(fault: Fault, text: string, commands: NonNullable<Problem['fix']>['commands']): Problem {
  return { severity: 'warning', cause: 'node', text, fix: { label: fault.mend ?? fault.label, commands } };
}

/** As some people want it: their card says it, and no more. */
const SILENT_FAULTS: readonly FaultId[] = ['cordon', 'hairpinOff', 'hide'];

export function nodeFaultProblems(node: Node): Problem[] {
  return brokenOf(node)
    .filter(({ id }) => !SILENT_FAULTS.includes(id))
    .map(({ id, fault }) =>
      problemOf(
        fault,
        id === 'stopKubeProxy' ? t('kubeProxyIsStoppedTheRules') : silence(node),
        fault.off?.(node) ?? [],
      ),
    );
}

const podTexts: { readonly [I in FaultId]?: string } = {
  get hang() {
    return t('hangsNoRequestGetsAnAnswer');
  },
  get slowDown() {
    return t('slowItAnswersLateAndGets');
  },
  get crashLoop() {
    return t('crashesTwoSecondsAfterEachStart');
  },
};

/** That it is not ready is told with its readiness. */
export function podFaultProblems(pod: Pod, { objects }: Survey): Problem[] {
  const node = objects.get(`Node//${pod.spec.nodeName ?? ''}`) as Node | undefined;
  const isSilent = node !== undefined && (isPoweredOff(node) || isCutOff(node));
  const own = brokenOf(pod).flatMap(({ id, fault }): Problem[] => {
    const text = podTexts[id];
    return text === undefined
      ? []
      : [{ ...problemOf(fault, text, fault.off?.(pod) ?? []), cause: 'readiness' }];
  });
  if (!isSilent) return own;
  const cause = isPoweredOff(node) ? 'off' : 'cut';
  return [
    { severity: 'warning', cause: 'node', text: t(`nodeSilent.${cause}`, { name: node.metadata.name }) },
    ...own,
  ];
}

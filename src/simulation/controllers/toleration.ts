/**
 * For how long a Pod stays on a node with taints. Models pkg/apis/core/v1/helper `GetMatchingTolerations`, the shortest
 * `tolerationSeconds`, and the admission plugin DefaultTolerationSeconds, whose tolerations are not written into Pods here.
 */
import type { Taint } from '../../kubernetes/node.ts';
import type { Pod, Toleration } from '../../kubernetes/pod.ts';

/** `--default-not-ready-toleration-seconds`, `--default-unreachable-toleration-seconds` */
const DEFAULT_SECONDS = 300;
const DEFAULTS: readonly Toleration[] = ['not-ready', 'unreachable'].map((trouble) => ({
  key: `node.kubernetes.io/${trouble}`,
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: DEFAULT_SECONDS,
}));

/** pkg/apis/core/v1/toleration.go `ToleratesTaint` */
export function matchesTaint(
  { key = '', operator = 'Equal', value = '', effect = '' }: Toleration,
  taint: Taint,
): boolean {
  return (
    (effect === '' || effect === taint.effect) &&
    (key === '' || key === taint.key) &&
    (operator === 'Exists' || (key !== '' && value === (taint.value ?? '')))
  );
}

/** 0 when it tolerates one of them not at all, infinite when it tolerates all of them for ever. */
export function toleranceMs(pod: Pod, taints: readonly Taint[]): number {
  const own = pod.spec.tolerations ?? [];
  const shortest = taints.map((taint) => {
    const matching = own.filter((toleration) => matchesTaint(toleration, taint));
    const used = matching.length > 0 ? matching : DEFAULTS.filter((each) => matchesTaint(each, taint));
    if (used.length === 0) return 0;
    return Math.min(
      ...used.map(
        ({ tolerationSeconds }) => 1000 * Math.max(0, tolerationSeconds ?? Number.POSITIVE_INFINITY),
      ),
    );
  });
  return Math.min(Number.POSITIVE_INFINITY, ...shortest);
}

/** Columns of further kinds that are kept, but not simulated; by kind, and group where there is one. */
import type { LabelSelector } from '../kubernetes/labelSelector.ts';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import type { PodTemplateSpec } from '../kubernetes/pod.ts';
import { ageOf } from './age.ts';
import {
  ageColumn,
  column,
  containerColumns,
  type Printer,
  printer,
  selectorColumn,
  wideColumn,
} from './columns.ts';
import { eventPrinter } from './eventPrinter.ts';
import { NONE, UNKNOWN } from './placeholders.ts';

interface CronJob extends KubernetesObject {
  spec: {
    schedule: string;
    timeZone?: string;
    suspend?: boolean;
    jobTemplate: { spec: { selector?: LabelSelector; template: PodTemplateSpec } };
  };
  status?: { active?: unknown[]; lastScheduleTime?: string };
}

interface ConfigMap extends KubernetesObject {
  data?: Record<string, string> | null;
  binaryData?: Record<string, string> | null;
}

interface Secret extends KubernetesObject {
  type?: string;
  data?: Record<string, string> | null;
  /** Only ever written: the API server moves it to `data`. */
  stringData?: Record<string, string> | null;
}

interface PodDisruptionBudget extends KubernetesObject {
  spec?: { minAvailable?: number | string; maxUnavailable?: number | string };
  status?: { disruptionsAllowed?: number };
}

interface RoleBinding extends KubernetesObject {
  roleRef: { kind: string; name: string };
}

const roleColumn = column<RoleBinding>('Role', ({ roleRef }) => `${roleRef.kind}/${roleRef.name}`);

const createdAtColumn = column<KubernetesObject>(
  'Created At',
  ({ metadata }) => metadata.creationTimestamp ?? UNKNOWN,
);

export const otherPrinters = {
  Event: eventPrinter,
  'CronJob.batch': printer<CronJob>(
    column('Schedule', ({ spec }) => spec.schedule),
    column('Timezone', ({ spec }) => spec.timeZone ?? NONE),
    column('Suspend', ({ spec }) => (spec.suspend ? 'True' : 'False')),
    column('Active', ({ status }) => status?.active?.length ?? 0),
    column('Last Schedule', ({ status }, { now }) =>
      status?.lastScheduleTime === undefined ? NONE : ageOf(status.lastScheduleTime, now),
    ),
    ageColumn,
    ...[...containerColumns, selectorColumn].map(({ name, cell }) =>
      wideColumn<CronJob>(name, ({ spec }, options) => cell(spec.jobTemplate, options)),
    ),
  ),
  ConfigMap: printer<ConfigMap>(
    column('Data', ({ data, binaryData }) => countOf(data) + countOf(binaryData)),
    ageColumn,
  ),
  Secret: printer<Secret>(
    column('Type', ({ type }) => type || 'Opaque'),
    column('Data', ({ data, stringData }) => countOf({ ...data, ...stringData })),
    ageColumn,
  ),
  'PodDisruptionBudget.policy': printer<PodDisruptionBudget>(
    column('Min Available', ({ spec }) => spec?.minAvailable ?? 'N/A'),
    column('Max Unavailable', ({ spec }) => spec?.maxUnavailable ?? 'N/A'),
    column('Allowed Disruptions', ({ status }) => status?.disruptionsAllowed ?? 0),
    ageColumn,
  ),
  'Role.rbac.authorization.k8s.io': printer(createdAtColumn),
  'ClusterRole.rbac.authorization.k8s.io': printer(createdAtColumn),
  'RoleBinding.rbac.authorization.k8s.io': printer(roleColumn, ageColumn),
  'ClusterRoleBinding.rbac.authorization.k8s.io': printer(roleColumn, ageColumn),
} satisfies Record<string, Printer<never>>;

function countOf(map: Readonly<Record<string, string>> | null | undefined): number {
  return Object.keys(map ?? {}).length;
}

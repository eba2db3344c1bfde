/** The table of verbs, in kubectl's own order: what kubectl can do. Help, completion and suggestions come from these rows. */
import type { Verb } from './call.ts';
import { apply } from './verbs/apply.ts';
import { apiResources, apiVersions, clusterInfo, config, version } from './verbs/cluster.ts';
import { create } from './verbs/create.ts';
import { deleteObjects } from './verbs/deleteObjects.ts';
import { describe } from './verbs/describe.ts';
import { diff } from './verbs/diff.ts';
import { events } from './verbs/events.ts';
import { exec } from './verbs/exec.ts';
import { explain } from './verbs/explain.ts';
import { expose } from './verbs/expose.ts';
import { get } from './verbs/get.ts';
import { annotate, label } from './verbs/label.ts';
import { logs } from './verbs/logs.ts';
import { cordon, drain, taint, uncordon } from './verbs/nodes.ts';
import { edit, portForward } from './verbs/others.ts';
import { patch } from './verbs/patch.ts';
import { replace } from './verbs/replace.ts';
import { rollout } from './verbs/rollout.ts';
import { run } from './verbs/run.ts';
import { scale } from './verbs/scale.ts';
import { set } from './verbs/set.ts';
import { wait } from './verbs/wait.ts';

export const verbs: Readonly<Record<string, Verb>> = {
  create,
  expose,
  run,
  set,
  explain,
  get,
  edit,
  delete: deleteObjects,
  rollout,
  scale,
  'cluster-info': clusterInfo,
  cordon,
  uncordon,
  drain,
  taint,
  describe,
  logs,
  exec,
  'port-forward': portForward,
  events,
  diff,
  apply,
  patch,
  replace,
  wait,
  label,
  annotate,
  'api-resources': apiResources,
  'api-versions': apiVersions,
  config,
  version,
};

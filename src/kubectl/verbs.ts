/** The table of verbs, in kubectl's own order: what kubectl can do. Help, completion and suggestions come from these rows. */
import type { Verb } from './call.ts';
import { apply } from './verbs/apply.ts';
import { create } from './verbs/create.ts';
import { deleteObjects } from './verbs/deleteObjects.ts';
import { expose } from './verbs/expose.ts';
import { get } from './verbs/get.ts';
import { annotate, label } from './verbs/label.ts';
import { patch } from './verbs/patch.ts';
import { run } from './verbs/run.ts';
import { scale } from './verbs/scale.ts';

export const verbs: Readonly<Record<string, Verb>> = {
  create,
  expose,
  run,
  get,
  delete: deleteObjects,
  scale,
  apply,
  patch,
  label,
  annotate,
};

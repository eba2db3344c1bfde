/** All parts of a playground at once: for the app, for tools and for tests, which need not wait for them. */
import { everyFeature } from '../simulation/everyFeature.ts';
import { scrutiny } from '../simulation/scrutiny.ts';
import { insight } from './insight.ts';
import type { Parts } from './parts.ts';
import { workbench } from './workbench.ts';

export const everyPart: Readonly<Parts> = {
  workbench,
  insight,
  scrutiny,
  features: everyFeature,
};

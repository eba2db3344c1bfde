/** All features of the simulation at once: for the app, for tools and for tests, which need not wait for them. */

import { proxyModes } from './features/proxyModes.ts';
import type { Features } from './features.ts';

export const everyFeature: Readonly<Features> = { proxyModes };

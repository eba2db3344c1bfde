/** What can be said about the cluster and its packets, in one piece to load. */
import { narrateEvent } from './narrate.ts';
import type { Insight } from './parts.ts';
import { findProblems } from './problems.ts';

export const insight: Insight = { findProblems, narrateEvent };

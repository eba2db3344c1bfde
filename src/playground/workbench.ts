/** What changing the cluster takes, in one piece to load. */
import { conditionInWords, testOf } from './breakpoints.ts';
import { editTable } from './editTable.ts';
import { kubectlLines } from './kubectlLines.ts';
import type { Workbench } from './parts.ts';

export const workbench: Workbench = { edits: editTable, kubectlLines, testOf, conditionInWords };

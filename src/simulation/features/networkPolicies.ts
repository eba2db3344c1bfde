/** NetworkPolicies, as a network plug-in enforces them. */
import { letIn, letOut, withPolicy } from '../network/policyEnforcement.ts';

export const networkPolicies = { letIn, letOut, withPolicy };

export type NetworkPolicies = typeof networkPolicies;

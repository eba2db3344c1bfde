/** What follows from the cluster's ranges: families of Services, and kube-proxy's settings for each family. */
import { fillIPFamilies } from '../ipFamilies.ts';
import { proxySettingsChanged } from '../network/proxyFamilies.ts';

export const ipFamilies = { fillIPFamilies, proxySettingsChanged };

export type IPFamilies = typeof ipFamilies;

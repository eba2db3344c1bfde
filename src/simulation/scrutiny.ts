/** What the API server checks of what is written to it: that it has the shape of its kind, and that its fields are right. */
import { decode } from '../kubernetes/decode.ts';
import { defaultGates } from '../kubernetes/featureGates.ts';
import { validateClusterIPs } from '../kubernetes/serviceAddressValidation.ts';
import { validate } from '../kubernetes/validation.ts';
import type { Scrutiny } from './state.ts';

export const scrutiny: Scrutiny = {
  decode,
  validate,
  validateClusterIPs: (service, old) => validateClusterIPs(service, old, defaultGates),
};

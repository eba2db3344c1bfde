/** What a Node may look like: pkg/apis/core/validation `ValidateNode`, `ValidateNodeUpdate`. */
import { checkLegacyCIDR } from './addressValidation.ts';
import { defaultGates } from './featureGates.ts';
import { duplicate, forbidden, invalidEach, invalidValue, notSupported, required } from './fieldError.ts';
import { familyOf } from './ip.ts';
import { validateMetadata, validateMetadataUpdate } from './metadataValidation.ts';
import { checkLabelValue, checkQualifiedName, nameIsDNSSubdomain } from './names.ts';
import type { Node, Taint } from './node.ts';
import type { StatusCause } from './status.ts';

const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];
const POD_CIDRS = 'spec.podCIDRs';

export function validateNode(node: Node, old?: Node): StatusCause[] {
  if (old === undefined)
    return [
      ...validateMetadata(node.metadata, false, nameIsDNSSubdomain),
      ...validateTaints('metadata.taints', node.spec?.taints ?? []),
      ...validatePodCIDRs(node.spec?.podCIDRs ?? []),
    ];
  const errors = validateMetadataUpdate(node.metadata, old.metadata);
  const before = old.spec?.podCIDRs ?? [];
  const after = node.spec?.podCIDRs ?? [];
  if (before.length > 0 && (before.length !== after.length || before.some((one, at) => one !== after[at])))
    errors.push(forbidden(POD_CIDRS, 'node updates may not change podCIDR except from "" to valid'));
  errors.push(...validateTaints('spec.taints', node.spec?.taints ?? []));
  return errors;
}

/** On create the API server looks for the taints below `metadata`, and says so. */
function validateTaints(field: string, taints: readonly Taint[]): StatusCause[] {
  const errors: StatusCause[] = [];
  const seen = new Set<string>();
  for (const [index, taint] of taints.entries()) {
    const path = `${field}[${index}]`;
    const { key = '', value = '', effect = '' } = taint;
    errors.push(...invalidEach(`${path}.key`, key, checkQualifiedName(key)));
    const wrong = checkLabelValue(value);
    if (wrong.length > 0) errors.push(invalidValue(`${path}.value`, value, wrong.join(';')));
    if (effect === '') errors.push(required(`${path}.effect`));
    else if (!effects.includes(effect)) errors.push(notSupported(`${path}.effect`, effect, effects));
    const identity = `${effect}/${key}`;
    if (seen.has(identity))
      errors.push(
        duplicate(
          path,
          { Key: key, Value: value, Effect: effect, TimeAdded: null },
          'taints must be unique by key and effect pair',
        ),
      );
    seen.add(identity);
  }
  return errors;
}

function validatePodCIDRs(cidrs: readonly string[]): StatusCause[] {
  const errors = cidrs.flatMap((cidr, index) =>
    checkLegacyCIDR(`${POD_CIDRS}[${index}]`, cidr, defaultGates.strictIPs),
  );
  if (cidrs.length < 2) return errors;
  const families = new Set(cidrs.map((cidr) => familyOf(cidr.slice(0, cidr.indexOf('/')))));
  if (families.size < 2 || cidrs.length > 2)
    errors.push(invalidValue(POD_CIDRS, cidrs, 'may specify no more than one CIDR for each IP family'));
  for (const [index, cidr] of cidrs.entries())
    if (cidrs.indexOf(cidr) < index) errors.push(duplicate(`${POD_CIDRS}[${index}]`, cidr));
  return errors;
}

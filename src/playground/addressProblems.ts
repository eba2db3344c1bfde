/** Addresses and ranges that more than one has. */
import type { Client } from '../kubernetes/client.ts';
import { containsAddress, parseCIDR } from '../kubernetes/ip.ts';
import type { Node } from '../kubernetes/node.ts';
import { type ObjectKey, objectKey } from '../kubernetes/objectMeta.ts';
import type { OutsideServer } from '../kubernetes/outsideServer.ts';
import type { Pod } from '../kubernetes/pod.ts';
import { t } from '../messages/problems.ts';
import { nodeAddresses, podAddresses } from './addressBook.ts';
import type { Problem } from './problems.ts';
import { ofKind } from './queries.ts';
import { list, type Survey } from './survey.ts';

export function nodeProblems(node: Node, survey: Survey): Problem[] {
  return [
    ...sharedAddresses(objectKey(node), nodeAddresses(node), 'status.addresses', survey),
    ...rangeProblems(node, survey),
  ];
}

export function podAddressProblems(pod: Pod, survey: Survey): Problem[] {
  return sharedAddresses(objectKey(pod), podAddresses(pod), 'status.podIP', survey);
}

export function outsideProblems(object: Client | OutsideServer, survey: Survey): Problem[] {
  const { address } = object.spec;
  return address === undefined ? [] : sharedAddresses(objectKey(object), [address], 'spec.address', survey);
}

export function outsideServerProblems(server: OutsideServer, survey: Survey): Problem[] {
  const { hostname } = server.spec;
  const twin = ofKind(survey.objects, 'OutsideServer').find(
    (other) => other.spec.hostname === hostname && other.metadata.name !== server.metadata.name,
  );
  const named: Problem[] =
    twin === undefined
      ? []
      : [
          {
            severity: 'warning',
            field: 'spec.hostname',
            text: t('outsideServerNameHasTheNameHostname', { name: twin.metadata.name, hostname }),
          },
        ];
  return [...outsideProblems(server, survey), ...named];
}

function sharedAddresses(
  key: ObjectKey,
  addresses: readonly string[],
  field: string,
  { addressBook }: Survey,
): Problem[] {
  return addresses.flatMap((address) => {
    const others = (addressBook.get(address) ?? []).filter((owner) => owner.isPlace && owner.key !== key);
    if (others.length === 0) return [];
    const words = list(others.map((owner) => owner.words));
    return {
      severity: 'warning' as const,
      field,
      text: t('sameAddress', { count: others.length, owners: words, address }),
    };
  });
}

const rangesOf = ({ spec }: Node): string[] =>
  spec?.podCIDRs ?? (spec?.podCIDR === undefined ? [] : [spec.podCIDR]);

function overlaps(a: string, b: string): boolean {
  return containsAddress(a, b.split('/')[0]!) || containsAddress(b, a.split('/')[0]!);
}

function rangeProblems(node: Node, { objects }: Survey): Problem[] {
  const problems: Problem[] = [];
  for (const range of rangesOf(node)) {
    if (parseCIDR(range) === null) continue;
    const others = ofKind(objects, 'Node').filter(
      (other) =>
        other.metadata.name !== node.metadata.name && rangesOf(other).some((own) => overlaps(own, range)),
    );
    if (others.length > 0)
      problems.push({
        severity: 'warning',
        field: 'spec.podCIDR',
        text: t('podCidrOverlaps', { range, nodes: list(others.map(({ metadata }) => metadata.name)) }),
      });
    const service = ofKind(objects, 'Service').find(({ spec }) =>
      spec.clusterIP === undefined ? false : containsAddress(range, spec.clusterIP),
    );
    if (service !== undefined)
      problems.push({
        severity: 'warning',
        field: 'spec.podCIDR',
        text: t('podCIDRRangeOverlapsWithTheRange', {
          range,
          clusterIP: service.spec.clusterIP ?? '',
          name: service.metadata.name,
        }),
      });
  }
  return problems;
}

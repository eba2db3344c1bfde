/** What is odd about an EndpointSlice that somebody wrote by hand. */
import { type EndpointSlice, MANAGED_BY_LABEL, SERVICE_NAME_LABEL } from '../kubernetes/endpointSlice.ts';
import type { Pod } from '../kubernetes/pod.ts';
import type { Service } from '../kubernetes/service.ts';
import { t } from '../messages/problems.ts';
import { closest } from './closest.ts';
import type { Problem } from './problems.ts';
import { ofKind } from './queries.ts';
import { list, type Survey } from './survey.ts';

const CONTROLLER = 'endpointslice-controller.k8s.io';

export function sliceProblems(slice: EndpointSlice, survey: Survey): Problem[] {
  const { labels, namespace } = slice.metadata;
  if (labels?.[MANAGED_BY_LABEL] === CONTROLLER) return [];
  const name = labels?.[SERVICE_NAME_LABEL];
  const field = `metadata.labels.${SERVICE_NAME_LABEL}`;
  if (name === undefined)
    return [
      {
        severity: 'warning',
        field,
        text: t('belongsToNoService', { label: SERVICE_NAME_LABEL }),
      },
    ];
  const service = survey.objects.get(`Service/${namespace}/${name}`) as Service | undefined;
  if (service === undefined) {
    const names = ofKind(survey.objects, 'Service')
      .filter(({ metadata }) => metadata.namespace === namespace)
      .map(({ metadata }) => metadata.name);
    const near = closest(name, names);
    return [
      {
        severity: 'warning',
        field,
        text: t('serviceDoesNotExistIn', {
          name,
          namespace: namespace ?? '',
          near: near ?? '',
          hasNear: near === undefined ? 'no' : 'yes',
        }),
      },
    ];
  }
  return [...portProblems(slice, service), ...endpointProblems(slice, service, survey)];
}

function portProblems({ ports }: EndpointSlice, service: Service): Problem[] {
  const { name } = service.metadata;
  const problems: Problem[] = [];
  if (Object.keys(service.spec.selector ?? {}).length > 0)
    problems.push({
      severity: 'info',
      field: 'metadata.labels',
      text: t('serviceNameHasASelectorIts', { name }),
    });
  if ((ports ?? []).length === 0)
    problems.push({
      severity: 'warning',
      field: 'ports',
      text: t('hasNoPortsKubeProxyLeads'),
    });
  const wanted = (service.spec.ports ?? []).map((port) => `${port.name ?? ''}/${port.protocol ?? 'TCP'}`);
  const strangers = (ports ?? []).filter(
    (port) => !wanted.includes(`${port.name ?? ''}/${port.protocol ?? 'TCP'}`),
  );
  if (strangers.length > 0 && service.spec.clusterIP !== 'None')
    problems.push({
      severity: 'warning',
      field: 'ports',
      text: t('sliceHasOtherPorts', {
        name,
        ports: list(strangers.map((port) => `"${port.name ?? ''}" (${port.protocol ?? 'TCP'})`)),
      }),
    });
  return problems;
}

function endpointProblems({ endpoints }: EndpointSlice, service: Service, survey: Survey): Problem[] {
  const { externalTrafficPolicy, internalTrafficPolicy } = service.spec;
  const needsNodes = externalTrafficPolicy === 'Local' || internalTrafficPolicy === 'Local';
  return (endpoints ?? []).flatMap(({ addresses, nodeName }, index): Problem[] => {
    const [address = ''] = addresses;
    const problems = strangeAddress(address, index, survey);
    const field = `endpoints[${index}].nodeName`;
    if (!nodeName) {
      if (needsNodes)
        problems.push({
          severity: 'warning',
          field,
          text: t('endpointAddressNamesNoNodeUnder', { address }),
        });
    } else if (!survey.nodeNames.includes(nodeName))
      problems.push({
        severity: 'warning',
        field,
        text: t('endpointAddressNamesNodeNodeNameWhich', { address, nodeName }),
      });
    else {
      const pod = podAt(address, survey);
      if (pod?.spec.nodeName !== undefined && pod.spec.nodeName !== nodeName)
        problems.push({
          severity: 'warning',
          field,
          text: t('endpointAddressNamesNodeNodeNameBut', {
            address,
            nodeName,
            name: pod.metadata.name,
            nodeName2: pod.spec.nodeName,
          }),
        });
    }
    return problems;
  });
}

function podAt(address: string, { addressBook, objects }: Survey): Pod | undefined {
  const owner = addressBook.get(address)?.find(({ words }) => words.startsWith('Pod '));
  return owner === undefined ? undefined : (objects.get(owner.key) as Pod | undefined);
}

function strangeAddress(address: string, index: number, { addressBook }: Survey): Problem[] {
  const field = `endpoints[${index}].addresses`;
  const owners = addressBook.get(address) ?? [];
  if (owners.length === 0)
    return [{ severity: 'warning', field, text: t('nobodyHasTheAddressAddressPackets', { address }) }];
  if (owners.some((owner) => owner.isPlace)) return [];
  const words = owners[0]!.words;
  return [
    {
      severity: 'warning',
      field,
      text: t('endpointAddressIsWordsKubeProxy', { address, words }),
    },
  ];
}

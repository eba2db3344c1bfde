/** What is odd about an EndpointSlice that somebody wrote by hand. */
import { type EndpointSlice, MANAGED_BY_LABEL, SERVICE_NAME_LABEL } from '../kubernetes/endpointSlice.ts';
import type { Pod } from '../kubernetes/pod.ts';
import type { Service } from '../kubernetes/service.ts';
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
        text: `Belongs to no Service: the label ${SERVICE_NAME_LABEL} is missing, so nobody is led to its endpoints.`,
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
        text: `Service ${name} does not exist in namespace ${namespace}${near === undefined ? '' : `; did you mean ${near}?`}`,
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
      text: `Service ${name} has a selector: its controller writes slices of its own beside this one, and kube-proxy uses all of them.`,
    });
  if ((ports ?? []).length === 0)
    problems.push({
      severity: 'warning',
      field: 'ports',
      text: 'Has no ports: kube-proxy leads no connection to its endpoints.',
    });
  const wanted = (service.spec.ports ?? []).map((port) => `${port.name ?? ''}/${port.protocol ?? 'TCP'}`);
  const strangers = (ports ?? []).filter(
    (port) => !wanted.includes(`${port.name ?? ''}/${port.protocol ?? 'TCP'}`),
  );
  if (strangers.length > 0 && service.spec.clusterIP !== 'None')
    problems.push({
      severity: 'warning',
      field: 'ports',
      text: `Service ${name} has no port ${list(strangers.map((port) => `"${port.name ?? ''}" (${port.protocol ?? 'TCP'})`))}: ports of a slice and of its Service belong together by name and protocol.`,
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
          text: `Endpoint ${address} names no Node: under the policy Local no node takes it for its own.`,
        });
    } else if (!survey.nodeNames.includes(nodeName))
      problems.push({
        severity: 'warning',
        field,
        text: `Endpoint ${address} names Node ${nodeName}, which does not exist.`,
      });
    else {
      const pod = podAt(address, survey);
      if (pod?.spec.nodeName !== undefined && pod.spec.nodeName !== nodeName)
        problems.push({
          severity: 'warning',
          field,
          text: `Endpoint ${address} names Node ${nodeName}, but Pod ${pod.metadata.name}, who has the address, is on ${pod.spec.nodeName}.`,
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
    return [
      { severity: 'warning', field, text: `Nobody has the address ${address}: packets to it are lost.` },
    ];
  if (owners.some((owner) => owner.isPlace)) return [];
  const words = owners[0]!.words;
  return [
    {
      severity: 'warning',
      field,
      text: `Endpoint ${address} is ${words}: kube-proxy translates a connection once, so nobody is reached there.`,
    },
  ];
}

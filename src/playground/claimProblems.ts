/** Addresses and ports that a Service claims and others have too. */
import { objectKey } from '../kubernetes/objectMeta.ts';
import type { Service, ServicePort } from '../kubernetes/service.ts';
import { t } from '../messages/problems.ts';
import { listenersOf } from '../simulation/network/podServer.ts';
import type { Problem } from './problems.ts';
import { list, namesOf, type Survey } from './survey.ts';

export function claimProblems(service: Service, survey: Survey): Problem[] {
  return [...externalIPProblems(service, survey), ...nodePortProblems(service, survey)];
}

const portText = ({ port, protocol = 'TCP' }: ServicePort) => `${port}/${protocol}`;

function externalIPProblems(service: Service, { addressBook, objects }: Survey): Problem[] {
  const key = objectKey(service);
  const ports = (service.spec.ports ?? []).map(portText);
  return (service.spec.externalIPs ?? []).flatMap((address, index): Problem[] => {
    const field = `spec.externalIPs[${index}]`;
    return (addressBook.get(address) ?? []).flatMap((owner): Problem[] => {
      if (owner.key === key) return [];
      if (owner.isPlace)
        return [
          {
            severity: 'warning',
            field,
            text: t('addressIsTheAddressOfWords', { address, words: owner.words, list: list(ports) }),
          },
        ];
      const other = objects.get(owner.key) as Service | undefined;
      const shared = (other?.spec.ports ?? []).map(portText).filter((port) => ports.includes(port));
      if (shared.length === 0) return [];
      return [
        {
          severity: 'warning',
          field,
          text: t('addressIsWordsTooWithThe', { address, words: owner.words, list: list(shared) }),
        },
      ];
    });
  });
}

/** A Pod on the host network cannot be reached on a port that kube-proxy leads elsewhere. */
function nodePortProblems({ spec }: Service, survey: Survey): Problem[] {
  return (spec.ports ?? []).flatMap(({ nodePort, protocol = 'TCP' }, index): Problem[] => {
    if (!nodePort) return [];
    const pods = survey.hostPods.filter((pod) =>
      listenersOf(pod).some((listener) => listener.port === nodePort && listener.protocol === protocol),
    );
    if (pods.length === 0) return [];
    return [
      {
        severity: 'warning',
        field: `spec.ports[${index}].nodePort`,
        text: t('hostPortTaken', { nodePort: String(nodePort), count: pods.length, pods: namesOf(pods) }),
      },
    ];
  });
}

/** The ports of a Service: port → targetPort, and below them protocol, name and nodePort. */
import { ArrowRight, Plus, X } from 'lucide-react';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import type { Protocol } from '../kubernetes/pod.ts';
import { type Service, type ServicePort, serviceForm } from '../kubernetes/service.ts';
import { t } from '../messages/inspector.ts';
import { Button, IconButton } from '../ui/Button.tsx';
import { SelectInput, TextInput } from '../ui/controls.tsx';
import type { ControlIds } from '../ui/Field.tsx';
import { type Codec, plainText, portNumberOrName, wholeNumber } from './codecs.ts';
import styles from './Inspector.module.css';
import { writePath } from './path.ts';
import { addPort } from './serviceFields.ts';

interface ServicePortsInputProps {
  ids: ControlIds;
  service: KubernetesObject;
  ports: readonly ServicePort[];
  onCommit: (ports: ServicePort[]) => void;
}

const PROTOCOLS = (['TCP', 'UDP', 'SCTP'] as const).map((value) => ({ value, label: value }));

export function ServicePortsInput({ ids, service, ports, onCommit }: ServicePortsInputProps) {
  const form = serviceForm(service as Service);
  const hasNodePorts = form === 'NodePort' || form === 'LoadBalancer';

  /** A text that is no number is given as it is: the API server says best what it wants instead. */
  function commit(index: number, field: keyof ServicePort, codec: Codec, text: string) {
    const parsed = codec.parse(text);
    onCommit(writePath([...ports], [index, field], 'error' in parsed ? text : parsed.value));
  }

  return (
    <div className={styles.ports} id={ids.id}>
      {ports.map((port, index) => {
        const labelOf = (field: string) =>
          ports.length === 1 ? field : t('rows.partOfPort', { field, number: index + 1 });
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a port is known by its place, as in the API server's errors
          <div key={index} className={styles.port}>
            <div className={styles.portLine}>
              <TextInput
                aria-label={labelOf('port')}
                aria-describedby={ids['aria-describedby']}
                isMono
                inputMode="numeric"
                value={plainText.print(port.port)}
                onCommit={(text) => commit(index, 'port', wholeNumber, text)}
              />
              <ArrowRight size={14} aria-hidden className={styles.arrow} />
              <TextInput
                aria-label={labelOf('targetPort')}
                aria-describedby={ids['aria-describedby']}
                isMono
                value={plainText.print(port.targetPort)}
                onCommit={(text) => commit(index, 'targetPort', portNumberOrName, text)}
              />
              <SelectInput
                aria-label={labelOf('protocol')}
                value={port.protocol ?? 'TCP'}
                options={PROTOCOLS}
                onCommit={(protocol) =>
                  onCommit(writePath([...ports], [index, 'protocol'], protocol as Protocol))
                }
              />
              {ports.length > 1 && (
                <IconButton
                  label={t('removePort', { number: String(index + 1) })}
                  icon={X}
                  iconSize={14}
                  onClick={() => onCommit(ports.filter((_, other) => other !== index))}
                />
              )}
            </div>
            {(hasNodePorts || ports.length > 1) && (
              <div className={styles.portLine}>
                {hasNodePorts && (
                  <div className={styles.portPart}>
                    <span aria-hidden>nodePort</span>
                    <TextInput
                      aria-label={labelOf('nodePort')}
                      isMono
                      inputMode="numeric"
                      placeholder={t('allocated')}
                      value={plainText.print(port.nodePort)}
                      onCommit={(text) => commit(index, 'nodePort', wholeNumber, text)}
                    />
                  </div>
                )}
                {ports.length > 1 && (
                  <div className={styles.portPart}>
                    <span aria-hidden>name</span>
                    <TextInput
                      aria-label={labelOf('name')}
                      isMono
                      value={plainText.print(port.name)}
                      onCommit={(text) => commit(index, 'name', plainText, text)}
                    />
                  </div>
                )}
              </div>
            )}
          </div>
        );
      })}
      <Button
        size="small"
        look="quiet"
        icon={Plus}
        className={styles.addPort}
        onClick={() => onCommit(addPort(ports))}
      >
        {t('addPort')}
      </Button>
    </div>
  );
}

/** The form of Traffic: who sends, to whom, how often. */
import { keyOfReference } from '../kubernetes/kinds.ts';
import { controllerOf, type ObjectKey, objectKey } from '../kubernetes/objectMeta.ts';
import type { Pod } from '../kubernetes/pod.ts';
import type { Traffic } from '../kubernetes/traffic.ts';
import type { PatternType } from '../kubernetes/trafficPattern.ts';
import { topWorkloads } from '../kubernetes/workload.ts';
import { t } from '../messages/inspector.ts';
import { type Objects, ofKind } from '../playground/queries.ts';
import type { Option } from '../ui/controls.tsx';
import { plainText, portNumberOrName, wholeNumber } from './codecs.ts';
import { type Control, choices, type Fields } from './fieldDefinition.ts';
import { writePath } from './path.ts';

function senderOptions(objects: Objects): Option[] {
  const senders = [
    ...ofKind(objects, 'Client'),
    ...topWorkloads(objects),
    ...ofKind(objects, 'Pod').filter((pod: Pod) => controllerOf(pod) === undefined),
    ...ofKind(objects, 'Node'),
  ].filter((object) => object.metadata.namespace !== 'kube-system');
  return senders.map((object) => ({
    value: objectKey(object),
    label: `${object.kind} ${object.metadata.name}`,
  }));
}

function serviceOptions(objects: Objects): Option[] {
  return [
    { value: '', label: t('aUrl') },
    ...ofKind(objects, 'Service').map(({ metadata: { namespace = 'default', name } }) => ({
      value: `${namespace}/${name}`,
      label:
        namespace === 'default'
          ? t('serviceNamed', { name })
          : t('serviceNamed', { name: `${name}.${namespace}` }),
    })),
  ];
}

/** The sender as the key that the list of choices has. */
export function senderKey({ spec: { from } }: Traffic): ObjectKey {
  return keyOfReference(from);
}

function withSender(traffic: Traffic, value: unknown): Traffic {
  const [kindAndGroup = '', namespace = '', name = ''] = String(value).split('/');
  const kind = kindAndGroup.split('.')[0]!;
  const from = namespace === '' ? { kind, name } : { kind, namespace, name };
  return writePath(traffic, ['spec', 'from'], from);
}

/** A Service and a URL exclude each other. */
function withService(traffic: Traffic, value: unknown): Traffic {
  const { service, url, ...spec } = traffic.spec;
  if (value === '' || value === undefined)
    return { ...traffic, spec: { ...spec, url: url ?? `http://${service?.name ?? 'shop'}/` } };
  const [namespace = 'default', name = ''] = String(value).split('/');
  return { ...traffic, spec: { ...spec, service: { namespace, name } } };
}

function isPattern({ spec }: Traffic, ...types: PatternType[]): boolean {
  return types.includes(spec.pattern?.type ?? 'Steady');
}

/** Each pattern has figures of its own, which begin with their defaults. */
function withPattern(traffic: Traffic, value: unknown): Traffic {
  const { pattern: _, ...spec } = traffic.spec;
  const type = value as PatternType;
  return { ...traffic, spec: type === 'Steady' ? spec : { ...spec, pattern: { type } } };
}

function withRetries(traffic: Traffic, value: unknown): Traffic {
  const { retry, ...spec } = traffic.spec;
  const attempts = value as number | undefined;
  return { ...traffic, spec: attempts ? { ...spec, retry: { ...retry, attempts } } : spec };
}

export const trafficFields: Fields<Traffic> = [
  {
    label: 'from',
    path: ['spec', 'from'],
    control: { type: 'select', options: senderOptions },
    get help() {
      return t('whoSendsFromADeploymentOr');
    },
    change: withSender,
  },
  {
    label: 'service',
    path: ['spec', 'service'],
    control: { type: 'select', options: serviceOptions },
    get help() {
      return t('toWhomAddressedAsTheSender');
    },
    change: withService,
  },
  {
    label: 'port',
    path: ['spec', 'service', 'port'],
    control: {
      type: 'text',
      codec: portNumberOrName,
      isMono: true,
      get placeholder() {
        return t('firstPort');
      },
    },
    get help() {
      return t('numberOrNameOfTheServices');
    },
    isShown: (traffic) => traffic.spec.service !== undefined,
  },
  {
    label: 'url',
    path: ['spec', 'url'],
    control: { type: 'text', codec: plainText, isMono: true, placeholder: 'http://shop/' },
    get help() {
      return t('withHttpHttpsH2cGrpcTcp');
    },
    isShown: (traffic) => traffic.spec.service === undefined,
  },
  {
    label: 'requestsPerSecond',
    path: ['spec', 'requestsPerSecond'],
    control: { type: 'number', codec: wholeNumber, lowest: 0, absent: '1' },
    get help() {
      return t('atThePaceOfTheClock');
    },
  },
  {
    label: 'pattern',
    path: ['spec', 'pattern', 'type'],
    control: { ...choices('Steady', 'Spike', 'Ramp', 'Burst'), absent: 'Steady' } as Control<Traffic>,
    get help() {
      return t('steadyIsEvenSpikeSendsMuch');
    },
    change: withPattern,
  },
  {
    label: 'factor',
    path: ['spec', 'pattern', 'factor'],
    control: { type: 'number', codec: wholeNumber, lowest: 0, absent: '10' },
    get help() {
      return t('howManyTimesRequestsPerSecondTheSpike');
    },
    isShown: (traffic) => isPattern(traffic, 'Spike', 'Ramp'),
  },
  {
    label: 'everySeconds',
    path: ['spec', 'pattern', 'everySeconds'],
    control: { type: 'number', codec: wholeNumber, lowest: 1, absent: '10' },
    get help() {
      return t('fromOneSpikeOrBurstTo');
    },
    isShown: (traffic) => isPattern(traffic, 'Spike', 'Burst'),
  },
  {
    label: 'forSeconds',
    path: ['spec', 'pattern', 'forSeconds'],
    control: { type: 'number', codec: wholeNumber, lowest: 1, absent: '5' },
    get help() {
      return t('howLongTheSpikeLastsOr');
    },
    isShown: (traffic) => isPattern(traffic, 'Spike', 'Ramp'),
  },
  {
    label: 'connection',
    path: ['spec', 'connection'],
    control: { ...choices('PerRequest', 'KeepAlive', 'HTTP2'), absent: 'PerRequest' } as Control<Traffic>,
    get help() {
      return t('aConnectionStaysAtThePod');
    },
  },
  {
    label: 'timeoutSeconds',
    path: ['spec', 'timeoutSeconds'],
    control: { type: 'number', codec: wholeNumber, lowest: 1, absent: '15' },
    get help() {
      return t('howLongTheSenderWaitsFor');
    },
  },
  {
    label: 'retries',
    path: ['spec', 'retry', 'attempts'],
    control: { type: 'number', codec: wholeNumber, lowest: 0, highest: 10, absent: '0' },
    get help() {
      return t('howOftenTheSenderTriesAgain');
    },
    change: withRetries,
  },
  {
    label: 'backoffSeconds',
    path: ['spec', 'retry', 'backoffSeconds'],
    control: { type: 'number', codec: wholeNumber, lowest: 0, highest: 60, absent: '0' },
    get help() {
      return t('thePauseBeforeTheSecondTry');
    },
    isShown: (traffic) => (traffic.spec.retry?.attempts ?? 0) > 0,
  },
  {
    label: 'host',
    path: ['spec', 'host'],
    control: {
      type: 'text',
      codec: plainText,
      isMono: true,
      get placeholder() {
        return t('theHostOfTheURL');
      },
    },
    get help() {
      return t('theHostHeaderByWhichServers');
    },
  },
  {
    label: 'tlsServerName',
    path: ['spec', 'tlsServerName'],
    control: {
      type: 'text',
      codec: plainText,
      isMono: true,
      get placeholder() {
        return t('theHostOfTheURL');
      },
    },
    get help() {
      return t('withHttpsTheNameThatThe');
    },
  },
  {
    label: 'path',
    path: ['spec', 'path'],
    control: { type: 'text', codec: plainText, isMono: true, placeholder: '/' },
    get help() {
      return t('thePathThatIsAskedFor');
    },
    isShown: (traffic) => traffic.spec.service !== undefined,
  },
];

/** The sender and the Service as the lists of choices have them. */
export const shownTraffic: Record<string, (traffic: Traffic) => string> = {
  from: senderKey,
  service: ({ spec: { service, from } }) =>
    service === undefined ? '' : `${service.namespace ?? from.namespace ?? 'default'}/${service.name}`,
};

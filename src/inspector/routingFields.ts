/** The forms of Ingress, Gateway, HTTPRoute and the classes that name their controllers. */
import type { Gateway } from '../kubernetes/gateway.ts';
import type { GatewayClass } from '../kubernetes/gatewayClass.ts';
import type { HTTPRoute, ParentReference } from '../kubernetes/httpRoute.ts';
import type { Ingress, IngressBackend } from '../kubernetes/ingress.ts';
import type { IngressClass } from '../kubernetes/ingressClass.ts';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import { t } from '../messages/inspector.ts';
import { type Objects, ofKind } from '../playground/queries.ts';
import type { Option } from '../ui/controls.tsx';
import { type Codec, plainText, textList } from './codecs.ts';
import { choices, type Fields, metadataLabels } from './fieldDefinition.ts';

/** The names of all objects of a kind, and the one that is named although it is not there. */
function namesFor(objects: readonly KubernetesObject[], current: string | undefined): Option[] {
  const names = objects.map(({ metadata }) => metadata.name);
  const all = current === undefined || names.includes(current) ? names : [...names, current];
  return all
    .sort()
    .map((value) => ({ value, label: names.includes(value) ? value : t('missing', { name: value }) }));
}

/** The Services that an object of this namespace may name as backends. */
export function serviceOptions(objects: Objects, namespace: string | undefined, current: string): Option[] {
  return namesFor(
    ofKind(objects, 'Service').filter(({ metadata }) => metadata.namespace === namespace),
    current,
  );
}

/** `shop:80` */
export const serviceAndPort: Codec = {
  print: (value) => {
    const { service } = (value ?? {}) as IngressBackend;
    return service === undefined ? '' : `${service.name}:${service.port?.number ?? service.port?.name ?? ''}`;
  },
  parse(text) {
    if (text === '') return { value: undefined };
    const [name = '', port = '', more] = text.split(':');
    if (name === '' || port === '' || more !== undefined) return { error: t('notAServiceAndPort', { text }) };
    return { value: { service: { name, port: portFromText(port) } } };
  },
};

export function portFromText(text: string): { name?: string; number?: number } {
  return /^\d+$/.test(text) ? { number: Number(text) } : { name: text };
}

/** `gateway`, `other-namespace/gateway` and, with a listener, `gateway#http`. */
export const parentNames: Codec = {
  print: (value) =>
    ((value ?? []) as ParentReference[])
      .map(
        ({ namespace, name, sectionName }) =>
          `${namespace === undefined ? '' : `${namespace}/`}${name}${sectionName === undefined ? '' : `#${sectionName}`}`,
      )
      .join(', '),
  parse(text) {
    const list = textList.parse(text);
    if ('error' in list || list.value === undefined) return list;
    return {
      value: (list.value as string[]).map((item) => {
        const [path = '', sectionName] = item.split('#');
        const slash = path.indexOf('/');
        return {
          ...(slash < 0 ? {} : { namespace: path.slice(0, slash) }),
          name: path.slice(slash + 1),
          ...(sectionName === undefined ? {} : { sectionName }),
        };
      }),
    };
  },
};

export const ingressFields: Fields<Ingress> = [
  {
    label: 'ingressClassName',
    path: ['spec', 'ingressClassName'],
    control: {
      type: 'select',
      options: (objects, { spec }) => namesFor(ofKind(objects, 'IngressClass'), spec.ingressClassName),
      absent: 'none',
    },
    get help() {
      return t('theClassSaysWhichControllerServes');
    },
  },
  {
    label: 'rules',
    path: ['spec', 'rules'],
    control: { type: 'routingRows', rows: 'ingressRules' },
    get help() {
      return t('theHostDecidesFirstThenThe');
    },
    isWide: true,
  },
  {
    label: 'defaultBackend',
    path: ['spec', 'defaultBackend'],
    control: { type: 'text', codec: serviceAndPort, isMono: true, placeholder: 'none' },
    get help() {
      return t('whatNoRuleTakesGoesThere');
    },
  },
  metadataLabels,
];

export const ingressClassFields: Fields<IngressClass> = [
  {
    label: 'controller',
    path: ['spec', 'controller'],
    control: { type: 'fixed', codec: plainText },
    get help() {
      return t('theControllerThatServesIngressesOf');
    },
  },
];

export const gatewayClassFields: Fields<GatewayClass> = [
  {
    label: 'controllerName',
    path: ['spec', 'controllerName'],
    control: { type: 'fixed', codec: plainText },
    get help() {
      return t('theControllerThatServesGatewaysOf');
    },
  },
];

export const gatewayFields: Fields<Gateway> = [
  {
    label: 'gatewayClassName',
    path: ['spec', 'gatewayClassName'],
    control: {
      type: 'select',
      options: (objects, { spec }) => namesFor(ofKind(objects, 'GatewayClass'), spec.gatewayClassName),
    },
    get help() {
      return t('theClassSaysWhichControllerServes2');
    },
  },
  {
    label: 'listeners',
    path: ['spec', 'listeners'],
    control: { type: 'routingRows', rows: 'listeners' },
    get help() {
      return t('whereRequestsEnterAPortAnd');
    },
    isWide: true,
  },
  {
    get label() {
      return t('allowedRoutes');
    },
    path: ['spec', 'listeners', 0, 'allowedRoutes', 'namespaces', 'from'],
    control: choices('Same', 'All', 'Selector'),
    get help() {
      return t('routesOfWhichNamespacesMayAttach');
    },
    change: (gateway, from) => ({
      ...gateway,
      spec: {
        ...gateway.spec,
        listeners: gateway.spec.listeners.map((listener) => ({
          ...listener,
          allowedRoutes: {
            ...listener.allowedRoutes,
            namespaces: { ...listener.allowedRoutes?.namespaces, from: String(from) },
          },
        })),
      },
    }),
  },
  metadataLabels,
];

export const httpRouteFields: Fields<HTTPRoute> = [
  {
    label: 'parentRefs',
    path: ['spec', 'parentRefs'],
    control: { type: 'text', codec: parentNames, isMono: true, placeholder: 'gateway' },
    get help() {
      return t('theGatewaysThatItAttachesTo');
    },
  },
  {
    label: 'hostnames',
    path: ['spec', 'hostnames'],
    control: {
      type: 'text',
      codec: textList,
      isMono: true,
      get placeholder() {
        return t('everyHost');
      },
    },
    get help() {
      return t('mustHaveAHostInCommon');
    },
  },
  {
    label: 'rules',
    path: ['spec', 'rules'],
    control: { type: 'routingRows', rows: 'routeRules' },
    get help() {
      return t('theMostSpecificMatchWinsOf');
    },
    isWide: true,
  },
  metadataLabels,
];

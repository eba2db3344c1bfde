/**
 * Which Pods are proxies: the known Ingress and Gateway controllers, by the images that they come in. An IngressClass or a
 * GatewayClass names one of them in its spec; whoever it names is responsible, and nobody else. Simplified: a controller's
 * own flags (other class names, one namespace only) are not read.
 */
import { INGRESS_CLASS_ANNOTATION, type Ingress } from '../../kubernetes/ingress.ts';
import type { IngressClass } from '../../kubernetes/ingressClass.ts';
import type { Pod } from '../../kubernetes/pod.ts';

export interface RoutingController {
  readonly name: string;
  /** Repositories of the images whose Pods pass requests on. */
  readonly proxyImages: readonly string[];
  /** The image that reads the objects, when that is another one than the proxy. */
  readonly controllerImages: readonly string[];
  /** What `spec.controller` of an IngressClass must say. */
  readonly ingressController: string | null;
  /** What `spec.controllerName` of a GatewayClass must say. */
  readonly gatewayController: string | null;
  /** The value of the old annotation that it takes for its own; without any class at all: null if it serves those too. */
  readonly annotation: string | null;
  readonly servesUnclassed: boolean;
  /** Whether a request whose host has rules, but none for its path, may meet rules without a host. */
  readonly fallsThrough: boolean;
  /** Whether rules whose Service, or its port, does not exist are left out; otherwise their requests get a 503. */
  readonly skipsMissingServices: boolean;
  /** With which status it sends plain HTTP for a host under `tls` to HTTPS; null: it does not. */
  readonly tlsRedirect: number | null;
  /** The port of its Pods on which it serves a listener of a Gateway. */
  listenerPort(port: number): number;
}

const ordinary = {
  controllerImages: [],
  ingressController: null,
  gatewayController: null,
  annotation: null,
  servesUnclassed: false,
  fallsThrough: false,
  skipsMissingServices: false,
  tlsRedirect: null,
  listenerPort: (port: number) => port,
} satisfies Partial<RoutingController>;

/** Envoy Gateway moves privileged ports up, so that Envoy needs no rights. */
const PRIVILEGED_BELOW = 1024;
const PRIVILEGED_SHIFT = 10_000;

export const routingControllers: readonly RoutingController[] = [
  {
    ...ordinary,
    name: 'Traefik',
    proxyImages: ['traefik', 'rancher/mirrored-library-traefik'],
    ingressController: 'traefik.io/ingress-controller',
    gatewayController: 'traefik.io/gateway-controller',
    annotation: 'traefik',
    servesUnclassed: true,
    fallsThrough: true,
    skipsMissingServices: true,
  },
  {
    // Retired in March 2026; it still runs in many clusters.
    ...ordinary,
    name: 'ingress-nginx',
    proxyImages: ['ingress-nginx/controller', 'ingress-nginx/controller-chroot'],
    ingressController: 'k8s.io/ingress-nginx',
    annotation: 'nginx',
    tlsRedirect: 308,
  },
  {
    ...ordinary,
    name: 'NGINX Ingress Controller',
    proxyImages: ['nginx/nginx-ingress', 'nginx-ic/nginx-ingress'],
    ingressController: 'nginx.org/ingress-controller',
    annotation: 'nginx',
    tlsRedirect: 301,
  },
  {
    ...ordinary,
    name: 'HAProxy Ingress',
    proxyImages: ['jcmoraisjr/haproxy-ingress'],
    ingressController: 'haproxy-ingress.github.io/controller',
    annotation: 'haproxy',
    tlsRedirect: 302,
  },
  {
    ...ordinary,
    name: 'Envoy Gateway',
    proxyImages: ['envoyproxy/envoy'],
    controllerImages: ['envoyproxy/gateway'],
    gatewayController: 'gateway.envoyproxy.io/gatewayclass-controller',
    listenerPort: (port) => (port < PRIVILEGED_BELOW ? port + PRIVILEGED_SHIFT : port),
  },
];

/** The labels by which Envoy Gateway knows the proxies of a Gateway. */
export const OWNING_GATEWAY_NAME = 'gateway.envoyproxy.io/owning-gateway-name';
export const OWNING_GATEWAY_NAMESPACE = 'gateway.envoyproxy.io/owning-gateway-namespace';

/** `docker.io/library/traefik:v3.6@sha256:…` → `traefik`. */
export function repositoryOf(image: string): string {
  const parts = image.split('@')[0]!.split('/');
  const hasRegistry = parts.length > 1 && /[.:]|^localhost$/.test(parts[0]!);
  const path = (hasRegistry ? parts.slice(1) : parts).join('/').replace(/^library\//, '');
  return path.replace(/:[^/:]*$/, '');
}

function byRepository(
  imagesOf: (controller: RoutingController) => readonly string[],
): ReadonlyMap<string, RoutingController> {
  return new Map(
    routingControllers.flatMap((controller) =>
      imagesOf(controller).map((image): [string, RoutingController] => [image, controller]),
    ),
  );
}

const proxies = byRepository(({ proxyImages }) => proxyImages);
const controllers = byRepository(({ proxyImages, controllerImages }) =>
  controllerImages.length > 0 ? controllerImages : proxyImages,
);

function find(known: ReadonlyMap<string, RoutingController>, pod: Pod): RoutingController | null {
  for (const { image } of pod.spec.containers) {
    const controller = known.get(repositoryOf(image ?? ''));
    if (controller !== undefined) return controller;
  }
  return null;
}

/** The controller whose proxy runs in the Pod. */
export function proxyIn(pod: Pod): RoutingController | null {
  return find(proxies, pod);
}

/** The controller whose objects the Pod looks after: itself a proxy, or the one that makes proxies. */
export function controllerIn(pod: Pod): RoutingController | null {
  return find(controllers, pod);
}

/** Whether the controller is responsible for the Ingress. */
export function servesIngress(
  controller: RoutingController,
  { metadata, spec }: Ingress,
  classOf: (name: string) => IngressClass | undefined,
): boolean {
  if (controller.ingressController === null) return false;
  if (spec.ingressClassName !== undefined)
    return classOf(spec.ingressClassName)?.spec.controller === controller.ingressController;
  const annotation = metadata.annotations?.[INGRESS_CLASS_ANNOTATION];
  return annotation === undefined ? controller.servesUnclassed : annotation === controller.annotation;
}

/** What would make somebody serve an Ingress or a Gateway, and an Ingress lead to another Service. */
import type { Gateway } from '../kubernetes/gateway.ts';
import type { Ingress, IngressBackend } from '../kubernetes/ingress.ts';
import { t } from '../messages/problems.ts';
import { closest } from './closest.ts';
import { type Fix, withSpec } from './fixes.ts';
import { ofKind } from './queries.ts';
import { installEnvoyGateway, installTraefik } from './routingItems.ts';
import { gatewayControllerOf, isRunning, responsibleFor } from './routingProxies.ts';
import type { Survey } from './survey.ts';

type IngressServiceBackend = NonNullable<IngressBackend['service']>;

/** The Ingress with another backend in the place of one. */
export function withBackend(
  ingress: Ingress,
  before: IngressServiceBackend,
  after: IngressServiceBackend,
): Ingress {
  const swap = (backend: IngressBackend) =>
    backend.service === before ? { ...backend, service: after } : backend;
  const { defaultBackend, rules } = ingress.spec;
  return {
    ...ingress,
    spec: {
      ...ingress.spec,
      ...(defaultBackend && { defaultBackend: swap(defaultBackend) }),
      ...(rules && {
        rules: rules.map((rule) =>
          rule.http
            ? {
                ...rule,
                http: {
                  ...rule.http,
                  paths: rule.http.paths.map((path) => ({ ...path, backend: swap(path.backend) })),
                },
              }
            : rule,
        ),
      }),
    },
  };
}

/** The class that was probably meant, else the one that a running controller serves, else a controller. */
export function classFix(ingress: Ingress, { objects }: Survey): Fix | undefined {
  const name = ingress.spec.ingressClassName;
  const served = ofKind(objects, 'IngressClass')
    .map(({ metadata }) => metadata.name)
    .filter((ingressClassName) =>
      responsibleFor(objects, { ...ingress, spec: { ...ingress.spec, ingressClassName } }).some(
        (controller) => isRunning(objects, controller),
      ),
    );
  const meant = name === undefined ? served[0] : (closest(name, served) ?? served[0]);
  if (meant !== undefined && meant !== name)
    return {
      label: t('useIngressClassMeant', { meant }),
      commands: [withSpec(ingress, { ingressClassName: meant })],
    };
  return name === undefined || name === 'traefik'
    ? { label: t('installTraefikAsAnIngressController'), commands: installTraefik(objects, undefined) }
    : undefined;
}

/** The class that a running controller serves, else Envoy Gateway. */
export function gatewayFix(gateway: Gateway, { objects }: Survey): Fix | undefined {
  const { gatewayClassName } = gateway.spec;
  const served = ofKind(objects, 'GatewayClass').find(({ metadata }) => {
    const other = { ...gateway, spec: { ...gateway.spec, gatewayClassName: metadata.name } };
    const controller = gatewayControllerOf(objects, other);
    return controller !== undefined && isRunning(objects, controller);
  });
  if (served !== undefined && served.metadata.name !== gatewayClassName)
    return {
      label: t('useGatewayClassName', { name: served.metadata.name }),
      commands: [withSpec(gateway, { gatewayClassName: served.metadata.name })],
    };
  return gatewayClassName === 'eg'
    ? { label: t('installEnvoyGateway'), commands: installEnvoyGateway(objects, undefined) }
    : undefined;
}

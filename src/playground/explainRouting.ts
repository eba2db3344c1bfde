/** What a request to an Ingress, a Gateway or an HTTPRoute meets: who serves it, and the Services behind it. */
import type { Gateway } from '../kubernetes/gateway.ts';
import type { HTTPRoute } from '../kubernetes/httpRoute.ts';
import type { Ingress } from '../kubernetes/ingress.ts';
import { objectKey } from '../kubernetes/objectMeta.ts';
import { backendKeys, parentKeys, publishedAddress, type RoutingObject } from '../kubernetes/routing.ts';
import type { Service } from '../kubernetes/service.ts';
import { t } from '../messages/problems.ts';
import { serviceSteps } from './explainService.ts';
import { type ExplainedStep, type Inquiry, note, ok, problemSteps, stepsOf } from './explanation.ts';
import { ofKind } from './queries.ts';
import { servedBy } from './routingProxies.ts';

export function explainIngress(ingress: Ingress, inquiry: Inquiry): ExplainedStep[] {
  return [...servedSteps(ingress, inquiry), ...backendSteps(ingress, inquiry), ...addressSteps(ingress)];
}

export function explainGateway(gateway: Gateway, inquiry: Inquiry): ExplainedStep[] {
  const routes = ofKind(inquiry.survey.objects, 'HTTPRoute').filter((route) =>
    parentKeys(route).includes(objectKey(gateway)),
  );
  return [
    ...servedSteps(gateway, inquiry),
    routes.length === 0
      ? { ...note('name', t('noHTTPRouteNamesItAsIts')) }
      : ok('name', t('routesAttached', { routes: routes.map(({ metadata }) => metadata.name).join(', ') })),
    ...routes.flatMap((route) => backendSteps(route, inquiry)),
    ...addressSteps(gateway),
  ];
}

export function explainRoute(route: HTTPRoute, inquiry: Inquiry): ExplainedStep[] {
  return [...servedSteps(route, inquiry), ...backendSteps(route, inquiry)];
}

function servedSteps(object: RoutingObject, inquiry: Inquiry): ExplainedStep[] {
  const found = problemSteps(object, inquiry);
  const served = servedBy(inquiry.survey.objects, object);
  return [
    ...stepsOf('controller', found, () =>
      served === null ? null : ok('controller', t('controllerServesIt', { controller: served.controller })),
    ),
    ...found.filter(({ cause }) => cause !== 'controller'),
  ];
}

function backendSteps(object: RoutingObject, inquiry: Inquiry): ExplainedStep[] {
  return backendKeys(object).flatMap((key) => {
    const service = inquiry.survey.objects.get(key) as Service | undefined;
    if (service === undefined) return [];
    return [
      ok('name', t('leadsToServiceName', { name: service.metadata.name })),
      ...serviceSteps(service, inquiry),
    ];
  });
}

function addressSteps(object: RoutingObject): ExplainedStep[] {
  const address = publishedAddress(object);
  return [
    address === null
      ? note('address', t('itHasNoAddressYetNone'))
      : ok('address', t('reachedAtAddress', { address })),
  ];
}

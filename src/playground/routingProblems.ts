/** What keeps an Ingress, a Gateway or an HTTPRoute from leading anywhere: most often that nobody serves it. */
import type { Gateway } from '../kubernetes/gateway.ts';
import { conditionOf } from '../kubernetes/gatewayClass.ts';
import type { HTTPRoute } from '../kubernetes/httpRoute.ts';
import { INGRESS_CLASS_ANNOTATION, type Ingress } from '../kubernetes/ingress.ts';
import { keyOfKind } from '../kubernetes/kinds.ts';
import type { ObjectKey } from '../kubernetes/objectMeta.ts';
import { ingressBackends, parentKeys } from '../kubernetes/routing.ts';
import type { Service } from '../kubernetes/service.ts';
import { t } from '../messages/problems.ts';
import { closest } from './closest.ts';
import type { Command } from './commands.ts';
import { fixedBy } from './fixes.ts';
import type { Problem } from './problems.ts';
import { ofKind } from './queries.ts';
import { classFix, gatewayFix, withBackend } from './routingFixes.ts';
import { gatewayControllerOf, isRunning, responsibleFor } from './routingProxies.ts';
import type { Survey } from './survey.ts';

export function ingressProblems(ingress: Ingress, survey: Survey): Problem[] {
  return [...controllerProblems(ingress, survey), ...backendProblems(ingress, survey)];
}

function controllerProblems(ingress: Ingress, survey: Survey): Problem[] {
  const { objects } = survey;
  const classes = ofKind(objects, 'IngressClass');
  const responsible = responsibleFor(objects, ingress);
  if (responsible.some((controller) => isRunning(objects, controller))) return [];
  const problem = (text: string): Problem[] => [
    {
      severity: 'warning',
      cause: 'controller',
      field: 'spec.ingressClassName',
      text: t('textAnIngressAloneDoesNothing', { text }),
      ...fixedBy(classFix(ingress, survey)),
    },
  ];
  const name = ingress.spec.ingressClassName;
  if (responsible.length > 0)
    return name === undefined
      ? problem(t('noIngressControllerIsRunningThat'))
      : problem(t('noControllerServesIngressClassNameNo', { name, name2: responsible[0]!.name }));
  if (name === undefined) {
    const annotation = ingress.metadata.annotations?.[INGRESS_CLASS_ANNOTATION];
    return problem(
      annotation === undefined
        ? t('itNamesNoIngressClassAndNone')
        : t('noControllerServesTheClassAnnotation', { annotation }),
    );
  }
  const known = classes.find(({ metadata }) => metadata.name === name);
  if (known !== undefined)
    return problem(
      t('noControllerServesIngressClassNameNobody', { name, controller: known.spec.controller }),
    );
  const near = closest(
    name,
    classes.map(({ metadata }) => metadata.name),
  );
  return problem(
    t('noSuchIngressClass', { name, near: near ?? '', hasNear: near === undefined ? 'no' : 'yes' }),
  );
}

function backendProblems(ingress: Ingress, survey: Survey): Problem[] {
  const { namespace = 'default' } = ingress.metadata;
  return ingressBackends(ingress).flatMap(({ field, backend: { service } }) => {
    if (service === undefined) return [];
    const wanted = service.port?.number ?? service.port?.name;
    const leadTo = (change: { name?: string; port?: { number: number } }): Command => ({
      type: 'update',
      object: withBackend(ingress, service, { ...service, ...change }),
    });
    return serviceProblem(field, namespace, service.name, wanted, survey, leadTo);
  });
}

function serviceProblem(
  field: string,
  namespace: string,
  name: string,
  wanted: number | string | undefined,
  { objects }: Survey,
  leadTo: (change: { name?: string; port?: { number: number } }) => Command,
): Problem[] {
  const service = objects.get(keyOfKind('Service', namespace, name)) as Service | undefined;
  if (service === undefined) {
    const here = ofKind(objects, 'Service').filter(({ metadata }) => metadata.namespace === namespace);
    const near = closest(
      name,
      here.map(({ metadata }) => metadata.name),
    );
    return [
      {
        severity: 'error',
        cause: 'name',
        field,
        text: t('noServiceInNamespace', {
          name,
          namespace,
          near: near ?? '',
          hasNear: near === undefined ? 'no' : 'yes',
        }),
        ...(near === undefined
          ? {}
          : { fix: { label: t('leadToServiceNear', { near }), commands: [leadTo({ name: near })] } }),
      },
    ];
  }
  const ports = service.spec.ports ?? [];
  if (ports.some((port) => port.port === wanted || port.name === wanted)) return [];
  const [first] = ports;
  return [
    {
      severity: 'error',
      cause: 'port',
      field,
      ...(first === undefined
        ? {}
        : {
            fix: {
              label: t('leadToPortPort', { port: first.port }),
              commands: [leadTo({ port: { number: first.port } })],
            },
          }),
      text: t('serviceHasNoPort', {
        name,
        wanted: wanted ?? '',
        ports: ports.map(({ port }) => port).join(', ') || t('none'),
      }),
    },
  ];
}

export function gatewayProblems(gateway: Gateway, survey: Survey): Problem[] {
  const { gatewayClassName } = gateway.spec;
  const field = 'spec.gatewayClassName';
  const gatewayClass = ofKind(survey.objects, 'GatewayClass').find(
    ({ metadata }) => metadata.name === gatewayClassName,
  );
  const controller = gatewayControllerOf(survey.objects, gateway);
  const isServed = controller !== undefined && isRunning(survey.objects, controller);
  if (!isServed) {
    const why =
      gatewayClass === undefined
        ? t('thereIsNoSuchClass')
        : controller === undefined
          ? t('nobodyHereIsControllerName', { controllerName: gatewayClass.spec.controllerName })
          : t('noPodOfNameIsReady', { name: controller.name });
    const text = t('noControllerServesGatewayClassGatewayClassNameWhy', { gatewayClassName, why });
    return [
      { severity: 'warning', cause: 'controller', field, text, ...fixedBy(gatewayFix(gateway, survey)) },
    ];
  }
  return (gateway.status?.listeners ?? []).flatMap(({ name, conditions }) => {
    const accepted = conditionOf(conditions, 'Accepted');
    return accepted?.status === 'False'
      ? [
          {
            severity: 'warning' as const,
            cause: 'port' as const,
            field: 'spec.listeners',
            text: t('listenerNameMessage', { name, message: accepted.message }),
          },
        ]
      : [];
  });
}

export function routeProblems(route: HTTPRoute, { objects }: Survey): Problem[] {
  const missing: readonly ObjectKey[] = parentKeys(route).filter((key) => !objects.has(key));
  const problems: Problem[] = missing.map((key) => ({
    severity: 'warning',
    cause: 'controller',
    field: 'spec.parentRefs',
    text: t('thereIsNoGatewayValueSo', { value: key.split('/').at(-1) ?? '' }),
  }));
  if ((route.spec.parentRefs ?? []).length === 0)
    problems.push({
      severity: 'warning',
      cause: 'controller',
      field: 'spec.parentRefs',
      text: t('itNamesNoGatewayAsIts'),
    });
  for (const { conditions, parentRef } of route.status?.parents ?? []) {
    const accepted = conditionOf(conditions, 'Accepted');
    if (accepted?.status === 'False')
      problems.push({
        severity: 'warning',
        cause: 'controller',
        field: 'spec.parentRefs',
        text: t('gatewayNameDoesNotTakeIt', {
          name: parentRef.name,
          reason: accepted.reason,
          message: accepted.message,
        }),
      });
  }
  const unresolved = route.status?.parents
    .map(({ conditions }) => conditionOf(conditions, 'ResolvedRefs'))
    .find((condition) => condition?.status === 'False');
  if (unresolved !== undefined)
    problems.push({
      severity: 'error',
      cause: 'name',
      field: 'spec.rules',
      text: t('valueReasonRequestsForItAre', {
        value: unresolved.message.replace(/\.$/, ''),
        reason: unresolved.reason,
      }),
    });
  return problems;
}

/** What the requests of a Traffic meet: who sends them, the name that they ask for, and then all that the Service asks. */
import { objectKey } from '../kubernetes/objectMeta.ts';
import type { Traffic } from '../kubernetes/traffic.ts';
import { t } from '../messages/problems.ts';
import { dnsStep, lookupSteps } from './explainNames.ts';
import { serviceSteps } from './explainService.ts';
import { type ExplainedStep, type Inquiry, note, ok, problemSteps, stepsOf } from './explanation.ts';
import { serviceAskedBy } from './trafficProblems.ts';

export function explainTraffic(traffic: Traffic, inquiry: Inquiry): ExplainedStep[] {
  const found = [...problemSteps(traffic, inquiry), ...lookupSteps(traffic, inquiry)];
  const { from, url, requestsPerSecond = 1 } = traffic.spec;
  const service = serviceAskedBy(traffic, inquiry.survey);
  const target = service === undefined ? url : `Service ${service.metadata.name}`;
  const isInside = from.kind !== 'Client';
  return [
    ...stepsOf('sender', found, () =>
      requestsPerSecond > 0
        ? ok(
            'sender',
            t('sends', {
              kind: from.kind,
              name: from.name,
              rate: String(requestsPerSecond),
              target: target ?? '',
            }),
          )
        : {
            ...note('sender', t('kindNameIsPausedItSends', { kind: from.kind, name: from.name })),
            field: 'spec.requestsPerSecond',
            object: objectKey(traffic),
          },
    ),
    ...found.filter(({ cause }) => cause !== 'sender' && cause !== 'policy' && cause !== 'dns'),
    ...(service === undefined ? [] : serviceSteps(service, inquiry)),
    ...stepsOf('policy', found, () =>
      service === undefined
        ? null
        : ok('policy', t('noNetworkPolicyStandsInTheWay2', { target: target ?? '' })),
    ),
    ...stepsOf('dns', found, () => (service !== undefined && isInside ? dnsStep(service, inquiry) : null)),
    ...(service === undefined || isInside ? [] : problemSteps(service, inquiry).filter(isAboutType)),
  ];
}

function isAboutType({ cause }: ExplainedStep): boolean {
  return cause === 'type';
}

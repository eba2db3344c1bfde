/** What the requests of a Traffic meet: who sends them, the name that they ask for, and then all that the Service asks. */
import { objectKey } from '../kubernetes/objectMeta.ts';
import type { Traffic } from '../kubernetes/traffic.ts';
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
        ? ok('sender', `${from.kind} ${from.name} sends ${requestsPerSecond} requests a second to ${target}.`)
        : {
            ...note('sender', `${from.kind} ${from.name} is paused: it sends 0 requests a second.`),
            field: 'spec.requestsPerSecond',
            object: objectKey(traffic),
          },
    ),
    ...found.filter(({ cause }) => cause !== 'sender' && cause !== 'policy' && cause !== 'dns'),
    ...(service === undefined ? [] : serviceSteps(service, inquiry)),
    ...stepsOf('policy', found, () =>
      service === undefined ? null : ok('policy', `No NetworkPolicy stands in the way to ${target}.`),
    ),
    ...stepsOf('dns', found, () => (service !== undefined && isInside ? dnsStep(service, inquiry) : null)),
    ...(service === undefined || isInside ? [] : problemSteps(service, inquiry).filter(isAboutType)),
  ];
}

function isAboutType({ cause }: ExplainedStep): boolean {
  return cause === 'type';
}

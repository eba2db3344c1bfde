/** What the API server says of wrong probes and hooks. */
import { describe, expect, it } from 'vitest';
import { pod } from '../testing/cluster.ts';
import type { Container, PodSpec } from './pod.ts';
import { podDefaults } from './podDefaults.ts';
import { validatePodSpec } from './podSpecValidation.ts';

const httpGet = { port: 8080 };

function complaints(container: Partial<Container>, spec: Partial<PodSpec> = {}): string[] {
  const containers = [{ name: 'app', image: 'nginx', ...container }];
  return validatePodSpec(podDefaults(pod('web', 'web', { containers, ...spec })).spec, 'spec', true).map(
    ({ field, message }) => `${field?.replace('spec.containers[0].', '')}: ${message}`,
  );
}

describe('a hook', () => {
  const preStop = (seconds: number) => ({ lifecycle: { preStop: { sleep: { seconds } } } });

  it('sleeps at most as long as the grace period', () => {
    expect(complaints(preStop(30))).toEqual([]);
    expect(complaints(preStop(40))).toEqual([
      'lifecycle.preStop.sleep: Invalid value: 40: must be non-negative and less than terminationGracePeriodSeconds (30)',
    ]);
    expect(complaints(preStop(40), { terminationGracePeriodSeconds: 60 })).toEqual([]);
  });

  it('does one thing', () => {
    expect(complaints({ lifecycle: { postStart: {} } })).toEqual([
      'lifecycle.postStart: Required value: must specify a handler type',
    ]);
    const both = { exec: { command: ['sleep', '5'] }, sleep: { seconds: 5 } };
    expect(complaints({ lifecycle: { preStop: both } })).toEqual([
      'lifecycle.preStop.sleep: Forbidden: may not specify more than 1 handler type',
    ]);
  });
});

describe('a probe', () => {
  it('has a grace period of its own only where it can stop a container', () => {
    const terminationGracePeriodSeconds = 5;
    expect(complaints({ livenessProbe: { httpGet, terminationGracePeriodSeconds } })).toEqual([]);
    expect(complaints({ livenessProbe: { httpGet, terminationGracePeriodSeconds: 0 } })).toEqual([
      'livenessProbe.terminationGracePeriodSeconds: Invalid value: 0: must be greater than 0',
    ]);
    expect(complaints({ readinessProbe: { httpGet, terminationGracePeriodSeconds } })).toEqual([
      'readinessProbe.terminationGracePeriodSeconds: Invalid value: 5: must not be set for readinessProbes',
    ]);
  });

  it('asks over HTTP or HTTPS, on a port', () => {
    expect(complaints({ startupProbe: { httpGet: { port: 8080, scheme: 'http' } } })).toEqual([
      'startupProbe.httpGet.scheme: Unsupported value: "http": supported values: "HTTP", "HTTPS"',
    ]);
    expect(complaints({ readinessProbe: { tcpSocket: { port: 70_000 } } })).toEqual([
      'readinessProbe.tcpSocket.port: Invalid value: 70000: must be between 1 and 65535, inclusive',
    ]);
  });
});

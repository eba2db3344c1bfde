/** Whose process behaves how: what the annotations of a Pod say, and what an OutsideServer serves. */
import type { OutsideServer } from '../../kubernetes/kubehop.ts';
import {
  ALIVE_ANNOTATION,
  CERTIFICATE_ANNOTATION,
  LATENCY_ANNOTATION,
  type Pod,
  STATUS_ANNOTATION,
} from '../../kubernetes/pod.ts';
import { type Application, PLAIN_APPLICATION } from './http.ts';

/** Where servers on the internet speak TLS. */
const TLS_PORTS: readonly number[] = [443, 8443];

export function applicationOfPod(pod: Pod): Application {
  const { annotations } = pod.metadata;
  if (annotations == null) return PLAIN_APPLICATION;
  const status = Number(annotations[STATUS_ANNOTATION] ?? 200);
  const latencyMs = Number(annotations[LATENCY_ANNOTATION] ?? 0);
  const certificate = annotations[CERTIFICATE_ANNOTATION];
  const application: Application = {
    ...PLAIN_APPLICATION,
    certificate: certificate === undefined ? null : namesIn(certificate),
    status: Number.isInteger(status) && status >= 200 && status <= 599 ? status : 200,
    latencyMs: latencyMs > 0 ? latencyMs : 0,
    isHung: annotations[ALIVE_ANNOTATION] === 'false',
  };
  const isPlain =
    certificate === undefined &&
    application.status === 200 &&
    application.latencyMs === 0 &&
    !application.isHung;
  return isPlain ? PLAIN_APPLICATION : application;
}

/** A name-based virtual host: asked by any other name, its address included, it has no site. */
export function applicationOfServer({ spec }: OutsideServer): Application {
  const names = [spec.hostname, ...(spec.names ?? [])].map((name) => name.toLowerCase());
  return {
    ...PLAIN_APPLICATION,
    hosts: spec.acceptsAnyHost === true ? null : names,
    certificate: names,
    tlsPorts: TLS_PORTS,
  };
}

function namesIn(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
}

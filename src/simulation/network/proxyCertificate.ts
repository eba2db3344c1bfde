/**
 * For which names a proxy has a certificate: those under `tls` of the Ingresses and of the Gateway listeners that it serves.
 * Simplified: Secrets are not read; the one that an Ingress or listener names is right for its hosts.
 */
import type { Simulation } from '../state.ts';
import type { HttpRequest } from './http.ts';
import { gatewaysServedBy, ingressesServedBy } from './httpRouting.ts';
import type { PodPlace } from './places.ts';

/** What a controller shows when it has no certificate for the name. */
const defaultCertificates: Readonly<Record<string, string>> = {
  Traefik: 'TRAEFIK DEFAULT CERT',
  'ingress-nginx': 'ingress.local (Kubernetes Ingress Controller Fake Certificate)',
};

/** null: for whatever is asked. */
export function certificateOf(
  simulation: Simulation,
  { application, proxies, key }: PodPlace,
  { port }: HttpRequest,
): readonly string[] | null {
  if (application.certificate !== null || proxies === null) return application.certificate;
  const names: string[] = [];
  for (const { spec } of gatewaysServedBy(simulation, proxies, key))
    for (const listener of spec.listeners) {
      if (listener.tls === undefined || proxies.listenerPort(listener.port) !== port) continue;
      if (listener.hostname === undefined) return null;
      names.push(listener.hostname);
    }
  if (proxies.ingressController !== null)
    for (const { spec } of ingressesServedBy(simulation, proxies))
      for (const { hosts = [] } of spec.tls ?? []) {
        if (hosts.length === 0) return null;
        names.push(...hosts);
      }
  return names.length > 0 ? names : [defaultCertificates[proxies.name] ?? 'its default certificate'];
}

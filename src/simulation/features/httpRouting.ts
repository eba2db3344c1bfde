/** Ingresses and the Gateway API: their controllers, and the proxies that route by host and path. */
import { reconcileGateway } from '../controllers/gateway.ts';
import { reconcileIngress } from '../controllers/ingress.ts';
import { admitIngress } from '../ingressStrategy.ts';
import { proxyRequest, upstreamEnded } from '../network/httpProxy.ts';

export const httpRouting = {
  controllers: { gateway: reconcileGateway, ingress: reconcileIngress },
  admitIngress,
  proxyRequest,
  upstreamEnded,
};

export type HttpRouting = typeof httpRouting;

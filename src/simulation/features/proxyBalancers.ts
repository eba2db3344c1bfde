/** Load balancers of `ipMode: Proxy`. */
import { relayAnswer, relayRequest, resetClient } from '../network/proxyBalancer.ts';

export const proxyBalancers = { relayAnswer, relayRequest, resetClient };

export type ProxyBalancers = typeof proxyBalancers;

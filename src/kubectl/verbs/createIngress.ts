/** `kubectl create ingress NAME --rule=host/path=service:port[,tls[=secret]]`. */
import type { Verb } from '../call.ts';
import { KubectlError } from '../client.ts';
import { createFlags, createGenerated, nameOf } from './generated.ts';

const RULE = /^([^/=,]*)(\/[^=,]*)?=([a-z0-9-]+):([a-z0-9-]+)(?:,(tls(?:=([a-z0-9.-]+))?))?$/;

export const createIngress: Verb = {
  usage: 'kubectl create ingress NAME --rule=host/path=service:port[,tls[=secret]]  [options]',
  short: 'Create an ingress with the specified name',
  aliases: ['ing'],
  flags: {
    ...createFlags,
    rule: { type: 'array', help: 'Rule in format host/path=service:port[,tls=secretname].' },
    class: { type: 'string' },
    'default-backend': { type: 'string' },
    annotation: { type: 'array' },
  },
  run(call) {
    const name = nameOf(call);
    const rules = call.flags.all('rule');
    const byDefault = call.flags.text('default-backend');
    if (rules.length === 0 && byDefault === '')
      throw new KubectlError(
        'not enough information provided: every ingress has to either specify a default-backend (which catches all traffic) or a list of rules (which catch specific paths)',
      );
    if (byDefault !== '' && !/^[^:]+:[^:]+$/.test(byDefault))
      throw new KubectlError('default-backend should be in format servicename:serviceport');
    const hosts = new Map<string, object[]>();
    const tls = new Map<string, string[]>();
    for (const rule of rules) {
      const match = RULE.exec(rule);
      if (match === null)
        throw new KubectlError(
          `rule ${rule} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]`,
        );
      const [, host = '', path = '', service = '', port = '', isTLS, secret = ''] = match;
      const isPrefix = path.endsWith('*');
      const paths = hosts.get(host) ?? [];
      paths.push({
        backend: backend(service, port),
        path: isPrefix ? path.slice(0, -1) : path,
        pathType: isPrefix || path === '' ? 'Prefix' : 'Exact',
      });
      hosts.set(host, paths);
      if (isTLS !== undefined) tls.set(secret, [...new Set([...(tls.get(secret) ?? []), host])]);
    }
    const ingressClassName = call.flags.text('class');
    const annotations = Object.fromEntries(call.flags.all('annotation').map((word) => word.split('=', 2)));
    return createGenerated(call, {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name, ...(Object.keys(annotations).length === 0 ? {} : { annotations }) },
      spec: {
        ...(byDefault === ''
          ? {}
          : { defaultBackend: backend(...(byDefault.split(':', 2) as [string, string])) }),
        ...(ingressClassName === '' ? {} : { ingressClassName }),
        ...(hosts.size === 0
          ? {}
          : {
              rules: [...hosts].map(([host, paths]) => ({
                ...(host === '' ? {} : { host }),
                http: { paths },
              })),
            }),
        ...(tls.size === 0
          ? {}
          : {
              tls: [...tls].map(([secretName, names]) => ({
                hosts: names,
                ...(secretName === '' ? {} : { secretName }),
              })),
            }),
      },
      status: { loadBalancer: {} },
    });
  },
};

function backend(name: string, port: string) {
  return { service: { name, port: /^\d+$/.test(port) ? { number: Number(port) } : { name: port } } };
}

/** Which Clients, OutsideServers and CloudProviders (kubehop.dev) can be: what their custom resource definitions would check. */
import { checkCIDR, checkIPv4, checkIPv6 } from './addressValidation.ts';
import type { Client } from './client.ts';
import type { CloudProvider } from './cloudProvider.ts';
import { atLeast, oneOf, validateCustomMetadata } from './customResourceValidation.ts';
import { invalidEach, required } from './fieldError.ts';
import { checkDNS1123Subdomain, checkPortNumber, checkWildcardSubdomain } from './names.ts';
import type { OutsideServer } from './outsideServer.ts';
import { protocols } from './portValidation.ts';
import type { StatusCause } from './status.ts';

export function validateClient(client: Client, old?: Client): StatusCause[] {
  const { address, ipv6Address } = client.spec;
  return [
    ...validateCustomMetadata(client, old),
    ...(address === undefined ? [] : checkIPv4('spec.address', address)),
    ...checkIPv6('spec.ipv6Address', ipv6Address),
  ];
}

export function validateOutsideServer(server: OutsideServer, old?: OutsideServer): StatusCause[] {
  const { hostname, names = [], address, ipv6Address, ports = [] } = server.spec;
  const errors = validateCustomMetadata(server, old);
  if (!hostname) errors.push(required('spec.hostname'));
  else errors.push(...invalidEach('spec.hostname', hostname, checkDNS1123Subdomain(hostname)));
  for (const [index, name] of names.entries())
    errors.push(...invalidEach(`spec.names[${index}]`, name, checkServedName(name)));
  if (address !== undefined) errors.push(...checkIPv4('spec.address', address));
  errors.push(...checkIPv6('spec.ipv6Address', ipv6Address));
  for (const [index, { port, protocol }] of ports.entries()) {
    errors.push(...invalidEach(`spec.ports[${index}].port`, port ?? 0, checkPortNumber(port)));
    errors.push(...oneOf(`spec.ports[${index}].protocol`, protocol, protocols));
  }
  return errors;
}

function checkServedName(name: string): readonly string[] {
  return name.startsWith('*.') ? checkWildcardSubdomain(name) : checkDNS1123Subdomain(name);
}

export function validateCloudProvider(provider: CloudProvider, old?: CloudProvider): StatusCause[] {
  const { addressPool, provisioningSeconds, ipMode, healthCheckIntervalSeconds, unhealthyThreshold } =
    provider.spec;
  return [
    ...validateCustomMetadata(provider, old),
    ...(addressPool === undefined ? [] : checkCIDR('spec.addressPool', addressPool)),
    ...atLeast('spec.provisioningSeconds', provisioningSeconds, 0),
    ...oneOf('spec.ipMode', ipMode, ['VIP', 'Proxy']),
    ...atLeast('spec.healthCheckIntervalSeconds', healthCheckIntervalSeconds, 1),
    ...atLeast('spec.unhealthyThreshold', unhealthyThreshold, 1),
  ];
}

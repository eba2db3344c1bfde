/** What an EndpointSlice may look like: pkg/apis/discovery/validation. */
import { checkEndpointIP } from './addressValidation.ts';
import type { Endpoint, EndpointPort, EndpointSlice } from './endpointSlice.ts';
import { isSame } from './equality.ts';
import { duplicate, invalidEach, invalidValue, notSupported, required, tooMany } from './fieldError.ts';
import { parseIPSloppy } from './ip.ts';
import { validateImmutable, validateLabels, validateMetadata } from './metadataValidation.ts';
import {
  checkDNS1123Label,
  checkDNS1123Subdomain,
  checkFullyQualifiedDomainName,
  checkLabelValue,
  checkQualifiedName,
  nameIsDNSSubdomain,
} from './names.ts';
import { protocols } from './portValidation.ts';
import type { StatusCause } from './status.ts';

const addressTypes = ['FQDN', 'IPv4', 'IPv6'];
const MAX_ADDRESSES = 100;
/** The API's own description still says 100; the API server has let through this many since v1.21. */
const MAX_PORTS = 20_000;
const MAX_ENDPOINTS = 1000;
const MAX_TOPOLOGY_LABELS = 16;
const MAX_HINTS = 8;

export function validateEndpointSlice(slice: EndpointSlice, old?: EndpointSlice): StatusCause[] {
  const errors = validateMetadata(slice.metadata, true, nameIsDNSSubdomain);
  const { addressType } = slice;
  if (!addressType) errors.push(required('addressType'));
  else if (!addressTypes.includes(addressType))
    errors.push(notSupported('addressType', addressType, addressTypes));
  errors.push(...validatePorts(slice.ports ?? []));
  const endpoints = slice.endpoints ?? [];
  // Endpoints that did not change may hold addresses from laxer days.
  if (old === undefined || !isSame(old.endpoints, endpoints))
    errors.push(...validateEndpoints(endpoints, addressType));
  if (old !== undefined) errors.push(...validateImmutable('addressType', addressType, old.addressType));
  return errors;
}

function validatePorts(ports: readonly EndpointPort[]): StatusCause[] {
  if (ports.length > MAX_PORTS) return [tooMany('ports', ports.length, MAX_PORTS)];
  const errors: StatusCause[] = [];
  const names = new Set<string>();
  for (const [index, port] of ports.entries()) {
    const field = `ports[${index}]`;
    const name = port.name ?? '';
    if (name !== '') errors.push(...invalidEach(`${field}.name`, name, checkDNS1123Label(name)));
    if (names.has(name)) errors.push(duplicate(`${field}.name`, name));
    names.add(name);
    if (!port.protocol) errors.push(required(`${field}.protocol`));
    else if (!protocols.includes(port.protocol))
      errors.push(notSupported(`${field}.protocol`, port.protocol, protocols));
    if (port.appProtocol !== undefined)
      errors.push(
        ...invalidEach(`${field}.appProtocol`, port.appProtocol, checkQualifiedName(port.appProtocol)),
      );
  }
  return errors;
}

function validateEndpoints(
  endpoints: readonly Endpoint[],
  addressType: EndpointSlice['addressType'],
): StatusCause[] {
  if (endpoints.length > MAX_ENDPOINTS) return [tooMany('endpoints', endpoints.length, MAX_ENDPOINTS)];
  const errors: StatusCause[] = [];
  for (const [index, endpoint] of endpoints.entries()) {
    const field = `endpoints[${index}]`;
    const addresses = endpoint.addresses ?? [];
    if (addresses.length === 0)
      errors.push(required(`${field}.addresses`, 'must contain at least 1 address'));
    else if (addresses.length > MAX_ADDRESSES)
      errors.push(tooMany(`${field}.addresses`, addresses.length, MAX_ADDRESSES));
    for (const [at, address] of addresses.entries())
      errors.push(...validateAddress(`${field}.addresses[${at}]`, address, addressType));
    if (endpoint.nodeName !== undefined && endpoint.nodeName !== null)
      errors.push(
        ...invalidEach(`${field}.nodeName`, endpoint.nodeName, checkDNS1123Subdomain(endpoint.nodeName)),
      );
    const topology = endpoint.deprecatedTopology ?? {};
    const count = Object.keys(topology).length;
    if (count > MAX_TOPOLOGY_LABELS)
      errors.push(tooMany(`${field}.deprecatedTopology`, count, MAX_TOPOLOGY_LABELS));
    errors.push(...validateLabels(`${field}.deprecatedTopology`, topology));
    if (endpoint.hostname !== undefined)
      errors.push(
        ...invalidEach(`${field}.hostname`, endpoint.hostname, checkDNS1123Label(endpoint.hostname)),
      );
    if (endpoint.hints) {
      errors.push(
        ...validateHints(`${field}.hints.forZones`, endpoint.hints.forZones ?? [], checkLabelValue),
      );
      errors.push(
        ...validateHints(`${field}.hints.forNodes`, endpoint.hints.forNodes ?? [], checkDNS1123Subdomain),
      );
    }
  }
  return errors;
}

function validateAddress(
  field: string,
  address: string,
  addressType: EndpointSlice['addressType'],
): StatusCause[] {
  if (addressType === 'FQDN') {
    if (address === '') return [required(field)];
    return invalidEach(field, address, checkFullyQualifiedDomainName(address));
  }
  if (addressType !== 'IPv4' && addressType !== 'IPv6') return [];
  // A wrong family is one complaint; a good address of the right one may still be unfit to be reached.
  return parseIPSloppy(address)?.family === addressType
    ? checkEndpointIP(field, address)
    : [invalidValue(field, address, `must be a valid ${addressType} address`)];
}

function validateHints(
  field: string,
  hints: readonly { name: string }[],
  check: (name: string) => readonly string[],
): StatusCause[] {
  if (hints.length > MAX_HINTS) return [tooMany(field, hints.length, MAX_HINTS)];
  const errors: StatusCause[] = [];
  const names = new Set<string>();
  for (const [index, { name = '' }] of hints.entries()) {
    if (names.has(name)) errors.push(duplicate(`${field}[${index}].name`, name));
    names.add(name);
    errors.push(...invalidEach(`${field}[${index}].name`, name, check(name)));
  }
  return errors;
}

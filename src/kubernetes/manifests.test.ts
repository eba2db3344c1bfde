/** Real manifests that nobody here wrote: every file is read, or refused with the reason that Kubernetes would give. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decode, unknownFields } from './decode.ts';
import { inNamespace, rowOf } from './kinds.ts';
import { readManifest, writeManifest } from './manifest.ts';
import type { KubernetesObject } from './objectMeta.ts';
import type { Service } from './service.ts';
import { needsHealthCheck } from './serviceTraits.ts';
import type { StatusCause } from './status.ts';
import { validate as causesOf } from './validation.ts';

const folder = '../shared/manifests';

/** Files in which something cannot be read, and why. */
const unreadable: Record<string, string[]> = {
  'kubernetes-examples--archived--storage--vitess--etcd-service-template.yaml': [
    'error converting YAML to JSON: yaml: invalid map key: map[interface {}]interface {}{"cell":interface {}(nil)}',
  ],
  'yannh-kubeconform--fixtures--duplicate_property.yaml': [
    'error converting YAML to JSON: yaml: unmarshal errors:\n  line 16: key "containers" already set in map',
  ],
  'yannh-kubeconform--fixtures--missing_apiversion.yaml': [
    `Object 'apiVersion' is missing in '{"kind":"ReplicationController","metadata":{"name":"bob"},"spec":{"replicas":2,"selector":{"app":"nginx"},"template":{"metadata":{"labels":{"app":"nginx"},"name":"nginx"},"spec":{"containers":[{"image…'`,
  ],
};

const NOT_A_PROTOCOL =
  'spec.ports[0].protocol: Unsupported value: "HTTP": supported values: "SCTP", "TCP", "UDP"';
const NOT_A_SUBDOMAIN =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const NOT_A_SERVICE_NAME =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";

/** Objects that can be read, but that the API server refuses: the first wrong field of each, and how many there are. */
const invalid: Record<string, Record<string, [string, number]>> = {
  // A template whose words in capitals were not replaced.
  'coredns-deployment--kubernetes--coredns-yaml-sed.yaml': {
    'Service kube-dns': [
      'spec.clusterIPs[0]: Invalid value: "CLUSTER_DNS_IP": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
      1,
    ],
  },
  'istio-istio--pkg--config--analysis--analyzers--testdata--deployment-multi-service-different-ns.yaml': {
    'Service conflicting-ports-1': [NOT_A_PROTOCOL, 1],
  },
  'istio-istio--pkg--config--analysis--analyzers--testdata--deployment-multi-service.yaml': {
    'Service details-http-v1': [NOT_A_PROTOCOL, 1],
    'Service conflicting-ports-2': [NOT_A_PROTOCOL, 1],
    'Service reviews-http-9080': [NOT_A_PROTOCOL, 1],
    'Service reviews-http-9090': [NOT_A_PROTOCOL, 1],
    'Service productpage-http-v1': [NOT_A_PROTOCOL, 1],
  },
  'istio-istio--pkg--config--analysis--analyzers--testdata--service-no-port-name.yaml': {
    'Service my-service1': ['spec.ports[0].name: Required value', 2],
  },
  // Made to fill every field with a word that says so, hence nothing in them is valid.
  'kubernetes-api--testdata--HEAD--core.v1.Pod.yaml': {
    'Pod nameValue': [`metadata.generateName: Invalid value: "generateNameValue": ${NOT_A_SUBDOMAIN}`, 56],
  },
  'kubernetes-api--testdata--HEAD--core.v1.Service.yaml': {
    'Service nameValue': [
      `metadata.generateName: Invalid value: "generateNameValue": ${NOT_A_SERVICE_NAME}`,
      21,
    ],
  },
  'kubernetes-api--testdata--HEAD--discovery.k8s.io.v1.EndpointSlice.yaml': {
    'EndpointSlice nameValue': [
      `metadata.generateName: Invalid value: "generateNameValue": ${NOT_A_SUBDOMAIN}`,
      9,
    ],
  },
  'kubernetes-api--testdata--HEAD--networking.k8s.io.v1.NetworkPolicy.yaml': {
    'NetworkPolicy nameValue': [
      `metadata.generateName: Invalid value: "generateNameValue": ${NOT_A_SUBDOMAIN}`,
      19,
    ],
  },
};

/** The only fields that are not known are younger than the Kubernetes version that is simulated. */
const youngerFields: Record<string, string[]> = {
  'kubernetes-api--testdata--HEAD--core.v1.Pod.yaml': [
    'bindMountOptions',
    'evictionResponders',
    'mode',
    'nodeAllocatableResourceClaimStatuses',
    'protocol',
    'schedulingGroup',
    'volumeHealth',
  ],
};

/** The API server allocates before it validates; this is as much of it as validation asks for. */
function asAllocated(object: KubernetesObject): KubernetesObject {
  if (object.kind !== 'Service' || rowOf(object) === undefined) return object;
  const service = object as Service;
  const { clusterIP, clusterIPs } = service.spec;
  const spec = { ...service.spec };
  if (clusterIP && !clusterIPs) spec.clusterIPs = [clusterIP];
  if (needsHealthCheck(service)) spec.healthCheckNodePort ||= 30_000;
  return { ...service, spec } as Service;
}

function validate(object: KubernetesObject): StatusCause[] {
  const row = rowOf(object);
  if (row === undefined) return [];
  return causesOf(asAllocated(row.defaults(inNamespace(object))));
}

if (!existsSync(folder)) console.info(`${folder} is not here: the real manifests are skipped.`);

describe.skipIf(!existsSync(folder))('real manifests', { timeout: 60_000 }, () => {
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.yaml')) : [];

  it.each(files)('%s', (file) => {
    const manifest = readManifest(readFileSync(`${folder}/${file}`, 'utf8'));
    expect(manifest.errors.map((error) => error.message)).toEqual(unreadable[file] ?? []);

    const refused: Record<string, [string, number]> = {};
    const unknown = new Set<string>();
    for (const { object } of manifest.documents) {
      const decoded = decode(object);
      expect(decoded.status?.message).toBeUndefined();
      for (const path of unknownFields(object)) unknown.add(path.replace(/^.*\./, ''));
      const [first, ...more] = validate(decoded.object!);
      if (first !== undefined)
        refused[`${object.kind} ${object.metadata.name}`] = [
          `${first.field}: ${first.message}`,
          more.length + 1,
        ];
    }
    expect(refused).toEqual(invalid[file] ?? {});
    expect([...unknown].sort()).toEqual(youngerFields[file] ?? []);

    const objects = manifest.documents.map(({ object }) => object);
    expect(readManifest(writeManifest(objects)).documents.map(({ object }) => object)).toEqual(objects);
  });
});

/** What all verbs that make an object from flags share: their flags, the name, and sending what was made. */
import type { Call } from '../call.ts';
import { KubectlError, type Loose, ServerError, typeOfObject } from '../client.ts';
import type { FlagTable } from '../flags.ts';
import { asGoType } from '../goTypes.ts';
import { withLastApplied } from '../lastApplied.ts';
import { UsageError } from '../messages.ts';
import {
  dryRunFlag,
  dryRunOf,
  managerFlag,
  outputFlags,
  reportWrite,
  validateFlag,
  writeQuery,
} from '../output.ts';

export const createFlags: FlagTable = {
  ...outputFlags,
  ...dryRunFlag,
  'save-config': { type: 'bool' },
  ...validateFlag,
  ...managerFlag('kubectl-create'),
};

/** Sends what a generator made, and reports it. */
export function createGenerated(call: Call, generated: object): number {
  const object = generated as Loose;
  const dryRun = dryRunOf(call);
  const type = typeOfObject(call.client.types, object);
  if (type === undefined) throw new KubectlError(`no matches for kind ${JSON.stringify(object.kind)}`);
  const namespace = type.namespaced ? call.namespace : '';
  const isExplicit = call.isNamespaceGiven && namespace !== '';
  const metadata = {
    ...object.metadata,
    ...(type.namespaced && (isExplicit || dryRun !== 'client') ? { namespace } : {}),
  };
  const whole = { ...object, metadata };
  const sent = call.flags.isOn('save-config') ? withLastApplied(whole) : whole;
  const created =
    dryRun === 'client'
      ? sent
      : send(call, () => call.client.create(type, namespace, sent, writeQuery(call, dryRun)));
  reportWrite(call, type, asGoType(created), 'created', dryRun);
  return 0;
}

/** The one name that a generator needs. */
export function nameOf(call: Call): string {
  if (call.args.length !== 1)
    throw new UsageError(`exactly one NAME is required, got ${call.args.length}`.concat('\n').trimEnd());
  return call.args[0]!;
}

/** What some of the verbs put before a refusal. */
const failures: Readonly<Record<string, string>> = {
  'create deployment': 'failed to create deployment: ',
  'create configmap': 'failed to create configmap: ',
  'create job': 'failed to create job: ',
  'create cronjob': 'failed to create cronjob: ',
  'create role': 'failed to create role: ',
  'create rolebinding': 'failed to create rolebinding: ',
  'create clusterrolebinding': 'failed to create clusterrolebinding: ',
  'create serviceaccount': 'failed to create serviceaccount: ',
  'create ingress': 'failed to create ingress: ',
  'create secret generic': 'failed to create secret ',
  'create service clusterip': 'failed to create ClusterIP service: ',
  'create service nodeport': 'failed to create NodePort service: ',
  'create service loadbalancer': 'failed to create LoadBalancer service: ',
  'create service externalname': 'failed to create ExternalName service: ',
};

function send(call: Call, create: () => Loose): Loose {
  const words = failures[call.verb];
  try {
    return create();
  } catch (error) {
    if (words === undefined || !(error instanceof ServerError)) throw error;
    throw new KubectlError(`${words}${error.message}`);
  }
}

/** What is asked about the cluster itself: api-resources, api-versions, cluster-info, version and config. */

import type { Call, Verb } from '../call.ts';
import { apiVersionOf, KubectlError, type ResourceType } from '../client.ts';
import { UsageError } from '../messages.ts';
import { alignTabs, TABLE_TABS } from '../tabWriter.ts';
import { goJSON, toYAML } from '../yaml.ts';

const CLIENT_VERSION = 'v1.35.2';

export const apiResources: Verb = {
  usage: 'kubectl api-resources [flags] [options]',
  short: 'Print the supported API resources on the server',
  flags: {
    namespaced: { type: 'bool', default: 'true' },
    'api-group': { type: 'string' },
    output: { short: 'o', type: 'string' },
    'no-headers': { type: 'bool' },
    verbs: { type: 'strings' },
    categories: { type: 'strings' },
    'sort-by': { type: 'string' },
    cached: { type: 'bool' },
  },
  run(call) {
    const { flags } = call;
    if (call.args.length > 0) throw new UsageError(`unexpected arguments: [${call.args.join(' ')}]`);
    const output = flags.text('output');
    if (!['', 'wide', 'name', 'yaml', 'json'].includes(output))
      throw new KubectlError(`--output ${output} is not available`);
    const types = call.client.types
      .filter(({ namespaced }) => !flags.has('namespaced') || namespaced === flags.isOn('namespaced'))
      .filter(({ group }) => !flags.has('api-group') || group === flags.text('api-group'))
      .filter(({ verbs }) => flags.all('verbs').every((verb) => verbs.includes(verb)))
      .filter(({ categories }) => flags.all('categories').every((category) => categories.includes(category)));
    const order = orders[flags.text('sort-by')];
    if (order === undefined) throw new KubectlError('--sort-by accepts only name or kind');
    const sorted = [...types].sort(inOrder).sort(order);
    if (output === 'yaml' || output === 'json') {
      const list = resourceList(sorted);
      call.stdout(output === 'yaml' ? toYAML(list) : `${goJSON(list, 4)}\n`);
      return 0;
    }
    if (output === 'name') {
      for (const { plural, group } of sorted) call.stdout(`${plural}${group === '' ? '' : `.${group}`}\n`);
      return 0;
    }
    const isWide = output === 'wide';
    const rows = sorted.map((type) =>
      [
        type.plural,
        type.shortNames.join(','),
        apiVersionOf(type),
        String(type.namespaced),
        type.kind,
        ...(isWide ? [type.verbs.join(','), type.categories.join(',')] : []),
      ].join('\t'),
    );
    const header = [
      'NAME',
      'SHORTNAMES',
      'APIVERSION',
      'NAMESPACED',
      'KIND',
      ...(isWide ? ['VERBS', 'CATEGORIES'] : []),
    ];
    const lines = flags.isOn('no-headers') ? rows : [header.join('\t'), ...rows];
    call.stdout(alignTabs(lines.map((line) => `${line}\n`).join(''), TABLE_TABS));
    return 0;
  },
};

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

const orders: Readonly<Record<string, (a: ResourceType, b: ResourceType) => number>> = {
  '': () => 0,
  name: (a, b) => compare(a.plural, b.plural),
  kind: (a, b) => compare(a.kind, b.kind),
};

function resourceList(types: readonly ResourceType[]) {
  return {
    apiVersion: 'v1',
    groupVersion: '',
    kind: 'APIResourceList',
    resources: types.map(
      ({ plural, singular, shortNames, categories, group, version, kind, namespaced, verbs }) => ({
        ...(categories.length === 0 ? {} : { categories }),
        ...(group === '' ? {} : { group }),
        kind,
        name: plural,
        namespaced,
        ...(shortNames.length === 0 ? {} : { shortNames }),
        singularName: singular,
        verbs,
        version,
      }),
    ),
  };
}

function inOrder(a: ResourceType, b: ResourceType): number {
  const key = ({ group, plural }: ResourceType) => [group, plural] as const;
  const [left, right] = [key(a), key(b)];
  return left[0] < right[0] ? -1 : left[0] > right[0] ? 1 : left[1] < right[1] ? -1 : 1;
}

export const apiVersions: Verb = {
  usage: 'kubectl api-versions [options]',
  short: 'Print the supported API versions on the server, in the form of "group/version"',
  flags: {},
  run(call) {
    const { groups } = JSON.parse(call.client.raw('/apis') as string) as {
      groups: { versions: { groupVersion: string }[] }[];
    };
    const versions = groups.flatMap((group) => group.versions.map(({ groupVersion }) => groupVersion));
    for (const each of ['v1', ...versions].sort()) call.stdout(`${each}\n`);
    return 0;
  },
};

export const clusterInfo: Verb = {
  usage: 'kubectl cluster-info [flags] [options]',
  short: 'Display cluster information',
  flags: {},
  run(call) {
    call.stdout(
      `Kubernetes control plane is running inside this page\nCoreDNS is running at kube-dns.kube-system.svc.cluster.local\n`,
    );
    return 0;
  },
};

export const version: Verb = {
  usage: 'kubectl version [options]',
  short: 'Print the client and server version information',
  flags: { client: { type: 'bool' }, output: { short: 'o', type: 'string' } },
  run(call) {
    const server = JSON.parse(call.client.raw('/version') as string) as { gitVersion: string };
    const output = call.flags.text('output');
    const isClient = call.flags.isOn('client');
    const values = {
      clientVersion: { gitVersion: CLIENT_VERSION },
      kustomizeVersion: 'v5.7.1',
      ...(isClient ? {} : { serverVersion: server }),
    };
    if (output === 'yaml') call.stdout(toYAML(values));
    else if (output === 'json') call.stdout(`${goJSON(values, 2)}\n`);
    else if (output === '')
      call.stdout(
        `Client Version: ${CLIENT_VERSION}\nKustomize Version: v5.7.1\n${isClient ? '' : `Server Version: ${server.gitVersion}\n`}`,
      );
    else throw new KubectlError(`--output must be 'yaml' or 'json'`);
    return 0;
  },
};

function view(call: Call): number {
  call.stdout(
    `apiVersion: v1\nclusters:\n- cluster:\n    server: ""\n  name: kubehop\ncontexts:\n- context:\n    cluster: kubehop\n    namespace: ${call.environment.namespace}\n    user: kubehop\n  name: kubehop\ncurrent-context: kubehop\nkind: Config\nusers:\n- name: kubehop\n  user: {}\n`,
  );
  return 0;
}

function simple(
  usage: string,
  short: string,
  run: NonNullable<Verb['run']>,
  flags: Verb['flags'] = {},
): Verb {
  return { usage, short, flags, run };
}

export const config: Verb = {
  usage: 'kubectl config SUBCOMMAND [options]',
  short: 'Modify kubeconfig files',
  flags: {},
  verbs: {
    'current-context': simple(
      'kubectl config current-context [flags] [options]',
      'Display the current-context',
      (call) => {
        call.stdout('kubehop\n');
        return 0;
      },
    ),
    'get-contexts': simple(
      'kubectl config get-contexts [(-o|--output=)name)] [options]',
      'Describe one or many contexts',
      (call) => {
        const { namespace } = call.environment;
        if (call.flags.text('output') === 'name') call.stdout('kubehop\n');
        else
          call.stdout(
            alignTabs(
              `CURRENT\tNAME\tCLUSTER\tAUTHINFO\tNAMESPACE\n*\tkubehop\tkubehop\tkubehop\t${namespace}\n`,
              TABLE_TABS,
            ),
          );
        return 0;
      },
      { output: { short: 'o', type: 'string' }, 'no-headers': { type: 'bool' } },
    ),
    'set-context': simple(
      'kubectl config set-context [NAME | --current] [--cluster=cluster_nickname] [--user=user_nickname] [--namespace=namespace] [options]',
      'Set a context entry in kubeconfig',
      (call) => {
        const [name] = call.args;
        if (name === undefined && !call.flags.isOn('current'))
          throw new KubectlError('you must specify a non-empty context name or --current');
        if (name !== undefined && name !== 'kubehop')
          throw new KubectlError('there is one context here: kubehop');
        if (call.isNamespaceGiven) call.environment.namespace = call.flags.text('namespace') || 'default';
        call.stdout(`Context "kubehop" modified.\n`);
        return 0;
      },
      { current: { type: 'bool', help: 'Modify the current context' } },
    ),
    'use-context': simple(
      'kubectl config use-context CONTEXT_NAME [options]',
      'Set the current-context in a kubeconfig file',
      (call) => {
        const [name = ''] = call.args;
        if (name !== 'kubehop')
          throw new KubectlError(`no context exists with the name: ${JSON.stringify(name)}`);
        call.stdout('Switched to context "kubehop".\n');
        return 0;
      },
    ),
    view: simple(
      'kubectl config view [flags] [options]',
      'Display merged kubeconfig settings or a specified kubeconfig file',
      view,
      {
        minify: { type: 'bool' },
        raw: { type: 'bool' },
      },
    ),
  },
};

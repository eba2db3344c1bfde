/** What every verb speaks to: the Kubernetes API, request by request, and what the server says it has. Models client-go and its REST mapper. */
import type { ApiRequest, ApiResponse, Stream } from '../kubeApi/http.ts';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import type { Status } from '../kubernetes/status.ts';

export type Answer = (request: ApiRequest) => ApiResponse;

/** A refusal of the server. */
export class ServerError extends Error {
  readonly status: Status;
  constructor(status: Status) {
    super(status.message);
    this.status = status;
  }
}

/** What is wrong with what was typed, or came back; printed after `error: `. */
export class KubectlError extends Error {}

export interface ResourceType {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly subresources: readonly string[];
}

/** Any object as it came over the wire. */
export type Loose = KubernetesObject & Record<string, unknown>;

export interface ListOptions {
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
  /** A table's rows carry their objects, not only the metadata. */
  readonly wholeObjects?: boolean;
}

export interface TableColumn {
  readonly name: string;
  readonly priority: number;
}

export interface ServerTable {
  readonly columnDefinitions: readonly TableColumn[];
  readonly rows: readonly { readonly cells: readonly unknown[]; readonly object: Loose }[];
}

export type PatchType = 'json' | 'merge' | 'strategic' | 'apply';

const PATCH_TYPES: Readonly<Record<PatchType, string>> = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
};

const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';
const AGGREGATED = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json';

export interface Client {
  readonly types: readonly ResourceType[];
  get(type: ResourceType, namespace: string, name: string, subresource?: string): Loose;
  list(type: ResourceType, namespace: string, options?: ListOptions): Loose[];
  table(type: ResourceType, namespace: string, name: string, options?: ListOptions): ServerTable;
  create(type: ResourceType, namespace: string, object: object, query?: Query): Loose;
  update(type: ResourceType, namespace: string, name: string, object: object, query?: Query): Loose;
  patch(
    type: ResourceType,
    namespace: string,
    name: string,
    patchType: PatchType,
    patch: unknown,
    query?: Query,
    subresource?: string,
  ): Loose;
  remove(type: ResourceType, namespace: string, name: string, options: object): Loose;
  /** Calls back for each change, told as objects; returns how to stop. */
  watch(
    type: ResourceType,
    namespace: string,
    options: ListOptions & { readonly name?: string; readonly asTable?: boolean },
    listener: (event: WatchEvent) => void,
  ): () => void;
  raw(path: string, query?: Query): string | Stream;
  post(type: ResourceType, namespace: string, name: string, subresource: string, body: object): Loose;
}

export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  readonly object: Loose;
}

export type Query = Readonly<Record<string, string | undefined>>;

export function pathOf(
  { group, version, plural, namespaced }: ResourceType,
  namespace: string,
  name = '',
  subresource = '',
): string {
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const place = namespaced && namespace !== '' ? `/namespaces/${encodeURIComponent(namespace)}` : '';
  const object = name === '' ? '' : `/${encodeURIComponent(name)}`;
  return `${root}${place}/${plural}${object}${subresource === '' ? '' : `/${subresource}`}`;
}

export function apiVersionOf({ group, version }: Pick<ResourceType, 'group' | 'version'>): string {
  return group === '' ? version : `${group}/${version}`;
}

export function createClient(answer: Answer, warn: (text: string) => void = () => {}): Client {
  let types: readonly ResourceType[] | null = null;

  function ask(
    method: string,
    path: string,
    query: Query,
    headers: Record<string, string>,
    body: string,
  ): string | Stream {
    const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
    const bytes = new TextEncoder().encode(body);
    const response = answer({ method, path, query: new URLSearchParams(given), headers, body: bytes });
    for (const warning of response.warnings ?? []) warn(warning);
    if (response.status >= 400) throw new ServerError(JSON.parse(response.body as string) as Status);
    return response.body;
  }

  function read(method: string, path: string, query: Query = {}, body?: object, type?: string): Loose {
    const headers = { accept: 'application/json', 'content-type': type ?? 'application/json' };
    const text = ask(method, path, query, headers, body === undefined ? '' : JSON.stringify(body));
    return JSON.parse(text as string) as Loose;
  }

  /** The resource builder says which list it was. */
  function selecting<T>(type: ResourceType, options: ListOptions, run: () => T): T {
    try {
      return run();
    } catch (error) {
      if (!(error instanceof ServerError) || error.status.reason !== 'BadRequest') throw error;
      const { labelSelector = '', fieldSelector = '' } = options;
      if (labelSelector === '' && fieldSelector === '') throw error;
      const { group, version, plural } = type;
      const list = JSON.stringify(`${group}/${version}, Resource=${plural}`);
      const message = `Unable to find ${list} that match label selector ${JSON.stringify(labelSelector)}, field selector ${JSON.stringify(fieldSelector)}: ${error.message}`;
      throw new ServerError({ ...error.status, message });
    }
  }

  const selection = ({ labelSelector, fieldSelector }: ListOptions): Query => ({
    labelSelector: labelSelector || undefined,
    fieldSelector: fieldSelector || undefined,
  });

  return {
    get types() {
      types ??= ['/api', '/apis'].flatMap((path) =>
        discovered(ask('GET', path, {}, { accept: AGGREGATED }, '')),
      );
      return types;
    },
    get: (type, namespace, name, subresource) =>
      withType(read('GET', pathOf(type, namespace, name, subresource)), type, subresource),
    list(type, namespace, options = {}) {
      const list = selecting(type, options, () => read('GET', pathOf(type, namespace), selection(options)));
      const items = (list as unknown as { items: Loose[] }).items;
      return items.map((item) => ({ ...item, apiVersion: apiVersionOf(type), kind: type.kind }));
    },
    table(type, namespace, name, options = {}) {
      const query = {
        ...selection(options),
        ...(options.wholeObjects === true ? { includeObject: 'Object' } : {}),
      };
      const text = selecting(type, options, () =>
        ask('GET', pathOf(type, namespace, name), query, { accept: TABLE }, ''),
      );
      return JSON.parse(text as string) as ServerTable;
    },
    create: (type, namespace, object, query) => read('POST', pathOf(type, namespace), query, object),
    update: (type, namespace, name, object, query) =>
      read('PUT', pathOf(type, namespace, name), query, object),
    patch: (type, namespace, name, patchType, patch, query, subresource) =>
      read(
        'PATCH',
        pathOf(type, namespace, name, subresource),
        query,
        patch as object,
        PATCH_TYPES[patchType],
      ),
    remove: (type, namespace, name, options) => read('DELETE', pathOf(type, namespace, name), {}, options),
    watch(type, namespace, { name, asTable, ...options }, listener) {
      const query = {
        ...selection({
          ...options,
          fieldSelector: name === undefined ? options.fieldSelector : `metadata.name=${name}`,
        }),
        watch: '1',
        ...(asTable === true ? { includeObject: 'Object' } : {}),
      };
      const headers = { accept: asTable === true ? TABLE : 'application/json' };
      const body = ask('GET', pathOf(type, namespace), query, headers, '') as Stream;
      return body(
        (line) => listener(JSON.parse(line) as WatchEvent),
        () => {},
      );
    },
    raw: (path, query = {}) => ask('GET', path, query, { accept: 'application/json' }, ''),
    post: (type, namespace, name, subresource, body) =>
      read('POST', pathOf(type, namespace, name, subresource), {}, body),
  };
}

function withType(object: Loose, type: ResourceType, subresource: string | undefined): Loose {
  return subresource === undefined ? { ...object, apiVersion: apiVersionOf(type), kind: type.kind } : object;
}

interface Discovery {
  items: {
    metadata: { name?: string };
    versions: {
      version: string;
      resources: {
        resource: string;
        responseKind: { kind: string };
        scope: string;
        singularResource: string;
        verbs: string[];
        shortNames?: string[];
        categories?: string[];
        subresources?: { subresource: string }[];
      }[];
    }[];
  }[];
}

function discovered(body: string | Stream): ResourceType[] {
  const { items } = JSON.parse(body as string) as Discovery;
  return items.flatMap(({ metadata, versions }) =>
    versions.flatMap(({ version, resources }) =>
      resources.map((each) => ({
        group: metadata.name ?? '',
        version,
        kind: each.responseKind.kind,
        plural: each.resource,
        singular: each.singularResource,
        shortNames: each.shortNames ?? [],
        categories: each.categories ?? [],
        namespaced: each.scope === 'Namespaced',
        verbs: each.verbs,
        subresources: (each.subresources ?? []).map(({ subresource }) => subresource),
      })),
    ),
  );
}

/** `po`, `pods`, `pod`, `deployments.apps`, `deployments.v1.apps`; undefined when the server has no such type. */
export function findType(types: readonly ResourceType[], word: string): ResourceType | undefined {
  const lower = word.toLowerCase();
  const [name = '', ...rest] = lower.split('.');
  const group = rest.join('.');
  const isNamed = ({ plural, singular, shortNames }: ResourceType) =>
    plural === name || singular === name || shortNames.includes(name);
  if (group === '') return types.find(isNamed);
  return types.find(
    (type) =>
      isNamed(type) &&
      (type.group === group || type.group.startsWith(group) || group === `${type.version}.${type.group}`),
  );
}

/** The type of an object that was read from a file. */
export function typeOfObject(
  types: readonly ResourceType[],
  { apiVersion, kind }: Pick<KubernetesObject, 'apiVersion' | 'kind'>,
): ResourceType | undefined {
  return types.find((type) => type.kind === kind && apiVersionOf(type) === apiVersion);
}

/** The schemas of all resources as OpenAPI 3 documents, made from the table of structs: kubectl explains and checks with them. */
import { describeKind, descriptionOf } from '../kubernetes/fieldDescriptions.ts';
import { fieldsOf, type StructName, type TypeNode } from '../kubernetes/schema.ts';
import { structs } from '../kubernetes/structs.ts';
import { type ApiRequest, type ApiResponse, json } from './http.ts';
import { groupVersions, type Resource, resources } from './resources.ts';

/** `/openapi/v2`, `/openapi/v3` and one document for each group version; null for every other path. */
export function openApi({ path }: ApiRequest): ApiResponse | null {
  if (path === '/openapi/v2') return { status: 200, contentType: V2_TYPE, body: '' };
  if (path === '/openapi/v3') {
    const paths = Object.fromEntries(
      groupVersions().map((each) => {
        const root = rootOf(each);
        return [root, { serverRelativeURL: `/openapi/v3/${root}?hash=kubehop` }];
      }),
    );
    return json(200, { paths });
  }
  const root = /^\/openapi\/v3\/(.+)$/.exec(path)?.[1];
  const found = groupVersions().find((each) => rootOf(each) === root);
  return found === undefined ? null : json(200, documentOf(found.group, found.version));
}

/** Older clients' form, which is asked for when the newer one does not have a kind: an empty document in protobuf. */
const V2_TYPE = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';

function rootOf({ group, version }: { group: string; version: string }): string {
  return group === '' ? `api/${version}` : `apis/${group}/${version}`;
}

function documentOf(group: string, version: string): unknown {
  const own = resources.filter((each) => each.group === group && each.version === version);
  const names = new Set<StructName>();
  for (const { kind } of own) if (kind in structs) collect(kind as StructName, names);
  const schemas: Record<string, unknown> = Object.fromEntries(
    [...names].map((name) => [schemaName(name), schemaOf(name, own)]),
  );
  for (const [name, schema] of Object.entries(namedScalars)) schemas[schemaName(name)] = schema;
  for (const each of own) if (!(each.kind in structs)) schemas[schemaName(each.kind)] = looseSchema(each);
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: 'v1.35.0' },
    paths: Object.fromEntries(own.flatMap((each) => pathsOf(each))),
    components: { schemas },
  };
}

/** The struct and all that it is made of. */
function collect(name: StructName, names: Set<StructName>): void {
  if (names.has(name)) return;
  names.add(name);
  for (const { type } of fieldsOf(name).values()) {
    let inner = type;
    while (inner.form === 'list' || inner.form === 'map') inner = inner.of;
    if (inner.form === 'struct') collect(inner.name, names);
  }
}

function schemaName(name: string): string {
  return `io.kubehop.${name}`;
}

function kindExtension(name: string, own: readonly Resource[]) {
  return own
    .filter(({ kind }) => kind === name)
    .map(({ group, version, kind }) => ({ group, version, kind }));
}

function schemaOf(name: StructName, own: readonly Resource[]): unknown {
  const properties: Record<string, unknown> = {};
  for (const [field, { type }] of fieldsOf(name)) {
    const description = descriptionOf(name, field);
    properties[field] = { ...(description === undefined ? {} : { description }), ...typeSchema(type) };
  }
  const extension = kindExtension(name, own);
  const description = describeKind(name);
  return {
    ...(description === undefined ? {} : { description }),
    type: 'object',
    properties,
    ...(extension.length === 0 ? {} : { 'x-kubernetes-group-version-kind': extension }),
  };
}

function typeSchema(type: TypeNode): Record<string, unknown> {
  if (type.form === 'struct') return { allOf: [{ $ref: `#/components/schemas/${schemaName(type.name)}` }] };
  if (type.form === 'list') return { type: 'array', items: typeSchema(type.of) };
  if (type.form === 'map') return { type: 'object', additionalProperties: typeSchema(type.of) };
  if (type.form === 'any') return { 'x-kubernetes-preserve-unknown-fields': true };
  if (type.go in namedScalars) return { allOf: [{ $ref: `#/components/schemas/${schemaName(type.go)}` }] };
  return scalarSchemas[type.go] ?? { type: 'string' };
}

/** Those that have a schema of their own, by whose name they are called. */
const namedScalars: Readonly<Record<string, Record<string, unknown>>> = {
  IntOrString: { format: 'int-or-string', oneOf: [{ type: 'integer' }, { type: 'string' }] },
  Quantity: { oneOf: [{ type: 'string' }, { type: 'number' }] },
};

const scalarSchemas: Readonly<Record<string, Record<string, unknown>>> = {
  bool: { type: 'boolean' },
  int32: { type: 'integer', format: 'int32' },
  int64: { type: 'integer', format: 'int64' },
  float64: { type: 'number', format: 'double' },
  Time: { type: 'string', format: 'date-time' },
};

function looseSchema({ group, version, kind }: Resource): unknown {
  return {
    type: 'object',
    properties: {
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    },
    'x-kubernetes-preserve-unknown-fields': true,
    'x-kubernetes-group-version-kind': [{ group, version, kind }],
  };
}

/** Enough of each path for a client to see which parameters a patch takes. */
function pathsOf(each: Resource): [string, unknown][] {
  const { group, version, kind } = each;
  const base = `/${rootOf(each)}/${each.namespaced ? 'namespaces/{namespace}/' : ''}${each.plural}`;
  const operation = (action: string) => ({
    'x-kubernetes-action': action,
    'x-kubernetes-group-version-kind': { group, version, kind },
    parameters: ['dryRun', 'fieldManager', 'fieldValidation'].map((name) => ({
      name,
      in: 'query',
      schema: { type: 'string', uniqueItems: true },
    })),
    responses: {},
  });
  return [
    [base, { get: operation('list'), post: operation('post') }],
    [
      `${base}/{name}`,
      {
        get: operation('get'),
        patch: operation('patch'),
        put: operation('put'),
        delete: operation('delete'),
      },
    ],
  ];
}

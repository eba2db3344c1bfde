/** Which objects a command line is about: `pod x`, `pod/x svc/y`, `pods,svc`, `all`, `-l`, `-f`. Models cli-runtime's resource builder. */
import { readManifest } from '../kubernetes/manifest.ts';
import type { Call } from './call.ts';
import {
  findType,
  KubectlError,
  type Loose,
  type ResourceType,
  ServerError,
  typeOfObject,
} from './client.ts';
import { resourceUsage } from './messages.ts';

/** Types, each with the names that were asked for; none means all of them. */
export interface Request {
  readonly type: ResourceType;
  readonly names: readonly string[];
  /** Where a file says they are. */
  readonly namespace?: string;
}

/** An object that was found. */
export interface Found {
  readonly type: ResourceType;
  readonly namespace: string;
  readonly object: Loose;
}

export function typeNamed(call: Pick<Call, 'client'>, word: string): ResourceType {
  const type = findType(call.client.types, word);
  if (type === undefined)
    throw new KubectlError(`the server doesn't have a resource type ${JSON.stringify(word.split('.')[0])}`);
  return type;
}

/** What `all` and other categories stand for, else the one type. */
export function typesNamed(call: Pick<Call, 'client'>, word: string): ResourceType[] {
  const members = call.client.types.filter(({ categories }) => categories.includes(word));
  return members.length > 0 ? members : [typeNamed(call, word)];
}

export function readArguments(call: Call, args: readonly string[]): Request[] {
  const [first = '', ...names] = args;
  if (args.some((word) => word.includes('/'))) {
    if (!first.includes('/'))
      throw new KubectlError(
        `there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. '${resourceUsage(call.verb)} get resource/<resource_name>' instead of '${resourceUsage(call.verb)} get resource resource/<resource_name>'`,
      );
    return args.flatMap((word) => {
      const parts = word.split('/');
      if (parts.length !== 2)
        throw new KubectlError(
          parts.length === 1
            ? `there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. '${resourceUsage(call.verb)} get resource/<resource_name>' instead of '${resourceUsage(call.verb)} get resource resource/<resource_name>'`
            : `arguments in resource/name form may not have more than one slash`,
        );
      const [kind = '', name = ''] = parts;
      if (kind === '' || name === '')
        throw new KubectlError(`arguments in resource/name form must have a single resource and name`);
      return [{ type: typeNamed(call, kind), names: [name] }];
    });
  }
  const types = first.split(',').flatMap((word) => typesNamed(call, word));
  return types.map((type) => ({ type, names }));
}

/** The namespace in which a type is looked for: none for what has none, and for all. */
export function placeOf(call: Call, type: ResourceType, isEverywhere = false): string {
  return type.namespaced && !isEverywhere ? call.namespace : '';
}

/** One object of a manifest, with the type that the server knows it by. */
export interface Written {
  readonly type: ResourceType;
  readonly namespace: string;
  readonly object: Loose;
  /** `STDIN`, or the file's name, as errors call it. */
  readonly source: string;
}

/** Reads `-f`; what cannot be read is told and left out, as kubectl does. */
export function readFiles(call: Call, files: readonly string[]): { written: Written[]; problems: string[] } {
  const written: Written[] = [];
  const problems: string[] = [];
  for (const file of files) {
    const isStdin = file === '-';
    const text = isStdin ? call.stdin : call.readFile(file);
    if (text === null && isStdin) throw new KubectlError(`no objects passed to ${call.verb}`);
    if (text === null) throw new KubectlError(`the path ${JSON.stringify(file)} does not exist`);
    const source = isStdin ? 'STDIN' : file;
    const { documents, errors } = readManifest(text);
    for (const { message } of errors) problems.push(problemText(call, source, message));
    for (const { object } of documents) {
      const type = typeOfObject(call.client.types, object);
      if (type === undefined) {
        problems.push(
          `resource mapping not found for name: ${JSON.stringify(object.metadata?.name ?? '')} namespace: ${JSON.stringify(object.metadata?.namespace ?? '')} from ${JSON.stringify(source)}: no matches for kind ${JSON.stringify(object.kind)} in version ${JSON.stringify(object.apiVersion)}\nensure CRDs are installed first`,
        );
        continue;
      }
      written.push(placed(call, { type, object: object as Loose, source }));
    }
  }
  return { written, problems };
}

/** What is no object at all is found by the validation, if the verb has one; else when it is decoded. */
function problemText(call: Call, source: string, message: string): string {
  const isMissing =
    /^(?:Object '(\w+)' is missing in|json: cannot unmarshal \w+ into Go value of type unstructured)/.exec(
      message,
    );
  if (isMissing === null) {
    // The YAML library counts from nothing, and says no line when it is the first one.
    return `error parsing ${source}: ${message.replace('yaml: line 1: ', 'yaml: ')}`;
  }
  const isValidated =
    call.flags.text('validate') !== '' && !/^(?:false|ignore)$/.test(call.flags.text('validate'));
  if (!isValidated) return `unable to decode ${JSON.stringify(source)}: ${message}`;
  const isNameless = isMissing[1] === 'Kind' && !message.includes('"apiVersion":');
  const field = isNameless
    ? '[apiVersion not set, kind not set]'
    : { apiVersion: 'apiVersion not set', Kind: 'kind not set' }[isMissing[1] ?? ''];
  return `error validating ${JSON.stringify(source)}: error validating data: ${field ?? 'invalid object to validate'}; if you choose to ignore these errors, turn validation off with --validate=false`;
}

function placed(call: Call, { type, object, source }: Omit<Written, 'namespace'>): Written {
  if (!type.namespaced) return { type, namespace: '', object, source };
  const own = object.metadata.namespace ?? '';
  if (call.isNamespaceGiven && own !== '' && own !== call.namespace)
    throw new KubectlError(
      `the namespace from the provided object ${JSON.stringify(own)} does not match the namespace ${JSON.stringify(call.namespace)}. You must pass '--namespace=${own}' to perform this operation.`,
    );
  const namespace = own === '' ? call.namespace : own;
  return { type, namespace, object: { ...object, metadata: { ...object.metadata, namespace } }, source };
}

export interface FindOptions {
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  readonly isEverywhere?: boolean;
  /** `--all` was given, or all are meant when none is named. */
  readonly takesAll?: boolean;
  readonly files?: readonly string[];
}

/** The objects, fetched; `problems` are those that are not there, in the order in which they were asked for. */
export function findObjects(call: Call, args: readonly string[], options: FindOptions = {}) {
  const found: Found[] = [];
  const problems: Error[] = [];
  const fetch = (type: ResourceType, namespace: string, name: string) => {
    try {
      found.push({ type, namespace, object: call.client.get(type, namespace, name) });
    } catch (error) {
      if (!(error instanceof ServerError)) throw error;
      problems.push(error);
    }
  };
  if (options.files !== undefined && options.files.length > 0) {
    const { written, problems: unread } = readFiles(call, options.files);
    problems.push(...unread.map((message) => new KubectlError(message)));
    for (const { type, namespace, object } of written) fetch(type, namespace, object.metadata.name);
    return { found, problems };
  }
  if (args.length === 0 && (options.takesAll === true || options.labelSelector))
    throw new KubectlError('at least one resource must be specified to use a selector');
  if (args.length === 0)
    throw new KubectlError(
      `You must provide one or more resources by argument or filename.\nExample resource specifications include:\n   '-f rsrc.yaml'\n   '--filename=rsrc.json'\n   '<resource> <name>'\n   '<resource>'`,
    );
  for (const { type, names } of readArguments(call, args)) {
    const namespace = placeOf(call, type, options.isEverywhere);
    if (names.length > 0) {
      if (options.labelSelector)
        throw new KubectlError('name cannot be provided when a selector is specified');
      for (const name of names) fetch(type, namespace, name);
      continue;
    }
    if (!options.takesAll && !options.labelSelector && !options.fieldSelector)
      throw new KubectlError('resource(s) were provided, but no name was specified');
    for (const object of call.client.list(type, namespace, options))
      found.push({ type, namespace: object.metadata.namespace ?? '', object });
  }
  return { found, problems };
}

/** `deployment.apps/shop`, as kubectl names what it did something to. */
export function resourceName({ group, singular }: ResourceType, name: string): string {
  return `${singular}${group === '' ? '' : `.${group}`}/${name}`;
}

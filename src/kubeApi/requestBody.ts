/** What a request carries: one object as JSON, YAML or protobuf. */
import { parse } from 'yaml';
import { failure, type Status } from '../kubernetes/status.ts';
import type { ApiRequest, LooseObject } from './http.ts';
import { BadProtobuf, isProtobuf, readProtobuf } from './protobuf.ts';

export function readBody({ body, headers }: ApiRequest): LooseObject | Status {
  if (body.length === 0) return {};
  const type = headers['content-type'] ?? 'application/json';
  if (type.includes('cbor'))
    return failure(
      415,
      'UnsupportedMediaType',
      'the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf',
    );
  try {
    const value: unknown =
      type.includes('protobuf') || isProtobuf(body)
        ? readProtobuf(body)
        : readText(new TextDecoder().decode(body), type);
    if (typeof value === 'object' && value !== null) return value as LooseObject;
    return failure(400, 'BadRequest', "couldn't get version/kind; json parse error: json: cannot unmarshal");
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const prefix = error instanceof BadProtobuf ? '' : "couldn't get version/kind; json parse error: ";
    return failure(400, 'BadRequest', `${prefix}${message}`);
  }
}

function readText(text: string, type: string): unknown {
  return type.includes('yaml') && !text.trimStart().startsWith('{') ? parse(text) : JSON.parse(text);
}

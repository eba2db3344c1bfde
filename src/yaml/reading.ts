/** Reads the text of the editor document by document; what did not change since the last time is not read again. */
import { unknownFields } from '../kubernetes/decode.ts';
import { type DocumentText, documentTexts } from '../kubernetes/documentTexts.ts';
import { parseFieldPath, rangeOfField } from '../kubernetes/fieldPlaces.ts';
import { inNamespace, isSimulated } from '../kubernetes/kinds.ts';
import { KUBEHOP_API_VERSION, POSITION_ANNOTATION } from '../kubernetes/kubehop.ts';
import { readManifest } from '../kubernetes/manifest.ts';
import { type KubernetesObject, type ObjectKey, objectKey } from '../kubernetes/objectMeta.ts';
import { t } from '../messages/yaml.ts';

export interface Problem {
  from: number;
  to: number;
  severity: 'error' | 'warning';
  message: string;
}

interface Contents {
  /** Several when it is a list. */
  objects: readonly KubernetesObject[];
  /** Places count from the start of the document. */
  problems: readonly Problem[];
}

export interface ReadDocument extends DocumentText, Contents {}

export type Reader = (text: string) => ReadDocument[];

export function createReader(): Reader {
  let known = new Map<string, Contents>();
  return (text) => {
    const used = new Map<string, Contents>();
    const documents = documentTexts(text).map((document) => {
      const contents = known.get(document.text) ?? readContents(document.text);
      used.set(document.text, contents);
      return { ...document, ...contents };
    });
    known = used;
    return documents;
  };
}

function readContents(text: string): Contents {
  const { documents, errors } = readManifest(text);
  const problems: Problem[] = errors.map(({ message, line, column }) => ({
    ...rangeAt(text, line, column),
    severity: 'error',
    message,
  }));
  const objects: KubernetesObject[] = [];
  for (const { object, line } of documents) {
    if (object.kind === 'Scene' && object.apiVersion === KUBEHOP_API_VERSION) {
      const message = t('whatASceneSaysAboutItself');
      problems.push({ ...rangeAt(text, line, 1), severity: 'warning', message });
      continue;
    }
    objects.push(withoutPosition(object));
    if (!isSimulated(object) || documents.length > 1) continue;
    for (const field of unknownFields(object))
      problems.push({
        ...rangeOfField(text, parseFieldPath(field), 'name'),
        severity: 'warning',
        message: `unknown field "${field}"`,
      });
  }
  return { objects, problems };
}

/** From a line and a column, both counted from 1, to the end of the line. */
function rangeAt(text: string, line: number, column: number): { from: number; to: number } {
  let start = 0;
  for (let at = 1; at < line; at++) {
    const newline = text.indexOf('\n', start);
    if (newline < 0) break;
    start = newline + 1;
  }
  const newline = text.indexOf('\n', start);
  const end = newline < 0 ? text.length : newline;
  const from = Math.min(start + column - 1, end);
  // A problem behind the last character is shown at that character.
  return from === end ? { from: Math.max(start, end - 1), to: end } : { from, to: end };
}

/** Where cards stand is no part of the objects. */
function withoutPosition(object: KubernetesObject): KubernetesObject {
  const { annotations, ...metadata } = object.metadata;
  if (annotations?.[POSITION_ANNOTATION] === undefined) return object;
  const { [POSITION_ANNOTATION]: _, ...others } = annotations;
  const isEmpty = Object.keys(others).length === 0;
  return { ...object, metadata: isEmpty ? metadata : { ...metadata, annotations: others } };
}

/** The key under which the API server stores the object. */
export function keyOfRead(object: KubernetesObject): ObjectKey {
  return objectKey(inNamespace(object));
}

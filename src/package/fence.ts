/**
 * A fence ```` ```kubehop ```` of a Markdown file as an embed: its YAML becomes the attribute `scene`, where
 * none of it can be markup, and stays readable inside for who has no JavaScript.
 */
import { attributesOf, DEFAULT_HEIGHT, type EmbedOptions, embedOptions } from '../sharing/embedOptions.ts';
import { readScene, SceneError } from './simulation.ts';

export interface Fence {
  readonly attributes: readonly (readonly [string, string])[];
  /** The manifest as it was written; empty when the fence only names a scene or lesson. */
  readonly yaml: string;
  /** What is wrong with it, in words for its author; lines are those of the fence. */
  readonly problems: readonly string[];
}

/** Whether a fence's info string (`kubehop view=endpoints`) is ours. */
export function isOurs(info: string): boolean {
  return /^kubehop(?:\s|$|\{)/.test(info.trim());
}

/** `view=endpoints height=360 autoplay scene="shop"`; words that are no options are named in `problems`. */
export function readOptions(text: string): { options: EmbedOptions; problems: string[] } {
  const options: Record<string, string | number | boolean> = {};
  const problems: string[] = [];
  for (const [, name = '', quoted, plain] of text.matchAll(/([^\s=]+)(?:=(?:"([^"]*)"|(\S*)))?/g)) {
    const value = quoted ?? plain ?? '';
    if (!Object.hasOwn(embedOptions, name)) problems.push(`there is no option ${JSON.stringify(name)}`);
    else if (!embedOptions[name as keyof typeof embedOptions](value))
      problems.push(`${name} cannot be ${JSON.stringify(value)}`);
    else if (name === 'height') options[name] = Number(value);
    else if (name === 'editable' || name === 'autoplay') options[name] = value !== 'false';
    else options[name] = value;
  }
  return { options: options as EmbedOptions, problems };
}

export function readFence(info: string, body: string): Fence {
  const { options, problems } = readOptions(info.trim().slice('kubehop'.length));
  const yaml = body.trim() === '' ? '' : body;
  if (yaml === '' && options.scene === undefined && options.lesson === undefined)
    problems.push('it has neither YAML nor a scene or lesson');
  const withHeight = { height: DEFAULT_HEIGHT, ...options };
  if (yaml === '') return { attributes: attributesOf(withHeight), yaml, problems };
  try {
    readScene(yaml);
    return { attributes: attributesOf({ ...withHeight, scene: yaml }), yaml, problems };
  } catch (error) {
    if (!(error instanceof SceneError)) throw error;
    return { attributes: [], yaml, problems: [...problems, ...error.message.split('\n')] };
  }
}

/** Whether there is something to embed; else only its text and what is wrong can be shown. */
export function canRun({ attributes }: Fence): boolean {
  return attributes.some(([name]) => name === 'scene' || name === 'lesson');
}

/** Keeps the place of the embed until its script is there, so that nothing below it moves. */
export function styleOf({ attributes }: Fence): string {
  const height = attributes.find(([name]) => name === 'height')?.[1] ?? DEFAULT_HEIGHT;
  return `display:block;height:${height}px;overflow:auto`;
}

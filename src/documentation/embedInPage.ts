/**
 * An embed in a page of the documentation: the element with a still picture of its scene inside, in both themes and in
 * the page itself. It is painted with the text, and is what print and readers without JavaScript get.
 */
import type { PictureTheme } from '../canvas/picture/palette.ts';
import { stillPicture } from '../canvas/picture/stillPicture.ts';
import { loadLesson } from '../lessons/loadLesson.ts';
import type { Fence } from '../package/fence.ts';
import { readScene } from '../package/simulation.ts';
import { queryParameters } from '../queryParameters.ts';
import { scenes } from '../scenes/index.ts';
import { DEFAULT_HEIGHT } from '../sharing/embedOptions.ts';
import type { Scene } from '../simulation/scene.ts';
import { escapeText } from './renderMarkdown.ts';

export async function embedInPage({ attributes, yaml }: Fence): Promise<{ html: string; height: number }> {
  const given = Object.fromEntries(attributes);
  const height = Number(given.height ?? DEFAULT_HEIGHT);
  const written = attributes
    .map(([name, value]) => (value === '' ? ` ${name}` : ` ${name}="${escapeText(value)}"`))
    .join('');
  const scene = yaml === '' ? await sceneNamed(given) : readScene(yaml);
  const poster = scene === undefined ? '' : pictureOf(scene, given.view ?? null);
  return { html: `<kubehop-playground${written}>${poster}</kubehop-playground>`, height };
}

/** Of a lesson: the cluster that it begins with. */
async function sceneNamed({ scene, lesson }: Readonly<Record<string, string>>): Promise<Scene | undefined> {
  if (lesson !== undefined) return (await loadLesson(lesson, 'en')).lesson?.start;
  return scenes.find(({ id }) => id === scene)?.load();
}

function pictureOf(scene: Scene, view: string | null): string {
  const wanted = view === null ? null : queryParameters.view.parse(view);
  return posterInPage(stillPicture({ ...scene, view: wanted ?? scene.view }), scene.title);
}

export function posterInPage({ light, dark }: Readonly<Record<PictureTheme, string>>, alt: string): string {
  return `<picture slot="poster"><source media="(prefers-color-scheme: dark)" srcset="${addressOf(dark)}"><img alt="${escapeText(alt)}" src="${addressOf(light)}"></picture>`;
}

/** Percent signs only where they must be: it compresses better. */
function addressOf(svg: string): string {
  const content = svg
    .replaceAll('"', "'")
    .replace(/[%#<>?[\\\]^`{|}\s'&,]/g, (sign) => encodeURIComponent(sign).replace("'", '%27'));
  return `data:image/svg+xml,${content}`;
}

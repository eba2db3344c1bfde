/**
 * An embed in a page of the documentation: the element with a still picture of its scene inside, in both themes. It is
 * what print and readers without JavaScript get. The first of a page is in the page itself, so that it is painted with
 * the text; the others are files, which keep nobody waiting.
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

type Pictures = Readonly<Record<PictureTheme, string>>;

/** `place`: makes an address in the page of an SVG. */
export async function embedInPage(
  { attributes, yaml }: Fence,
  place: (svg: string, theme: PictureTheme) => string = addressOf,
): Promise<{ html: string; height: number }> {
  const given = Object.fromEntries(attributes);
  const height = Number(given.height ?? DEFAULT_HEIGHT);
  const written = attributes
    .map(([name, value]) => (value === '' ? ` ${name}` : ` ${name}="${escapeText(value)}"`))
    .join('');
  const scene = yaml === '' ? await sceneNamed(given) : readScene(yaml);
  const poster = scene === undefined ? '' : pictureOf(scene, given.view ?? null, place);
  return { html: `<kubehop-playground${written}>${poster}</kubehop-playground>`, height };
}

/** Of a lesson: the cluster that it begins with. */
async function sceneNamed({ scene, lesson }: Readonly<Record<string, string>>): Promise<Scene | undefined> {
  if (lesson !== undefined) return (await loadLesson(lesson, 'en')).lesson?.start;
  return scenes.find(({ id }) => id === scene)?.load();
}

function pictureOf(scene: Scene, view: string | null, place: (svg: string, theme: PictureTheme) => string) {
  const wanted = view === null ? null : queryParameters.view.parse(view);
  const { light, dark } = stillPicture({ ...scene, view: wanted ?? scene.view });
  return pictureTag({ light: place(light, 'light'), dark: place(dark, 'dark') }, scene.title);
}

export function posterInPage({ light, dark }: Pictures, alt: string): string {
  return pictureTag({ light: addressOf(light), dark: addressOf(dark) }, alt);
}

function pictureTag({ light, dark }: Pictures, alt: string): string {
  return `<picture slot="poster"><source media="(prefers-color-scheme: dark)" srcset="${dark}"><img alt="${escapeText(alt)}" src="${light}"></picture>`;
}

/** Percent signs only where they must be: it compresses better. */
function addressOf(svg: string): string {
  const content = svg
    .replaceAll('"', "'")
    .replace(/[%#<>?[\\\]^`{|}\s'&,]/g, (sign) => encodeURIComponent(sign).replace("'", '%27'));
  return `data:image/svg+xml,${content}`;
}

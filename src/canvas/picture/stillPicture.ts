/** A scene as a still picture, some seconds after it began: posters of embeds, pages and paper. */
import { everyPart } from '../../playground/everyPart.ts';
import { SETTLED } from '../../playground/moments.ts';
import { createPlayground } from '../../playground/playground.ts';
import type { Scene } from '../../simulation/scene.ts';
import type { PictureTheme } from './palette.ts';
import { svgOf } from './svgPicture.ts';

/** Gives the SVG in each theme, of the same moment. */
export function stillPicture(scene: Scene, hasPackets = true): Readonly<Record<PictureTheme, string>> {
  const playground = createPlayground({
    scene,
    parts: everyPart,
    moment: SETTLED,
    playing: false,
  });
  const state = playground.store.getState();
  playground.destroy();
  const draw = (theme: PictureTheme) => svgOf(state, { theme, view: scene.view, hasPackets });
  return { light: draw('light'), dark: draw('dark') };
}

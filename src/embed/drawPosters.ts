/** For the build: the still pictures of the ready-made scenes, in both themes, as the canvas draws them. */
import { packetsAt } from '../canvas/picture/packetShapes.ts';
import { drawPicture, stageOf } from '../canvas/picture/picture.ts';
import { everyPart } from '../playground/everyPart.ts';
import { createPlayground } from '../playground/playground.ts';
import { scenes } from '../scenes/index.ts';

/** Long enough for everything to be up and for packets to be under way. */
const SETTLED_MS = 5_000;
const THEMES = ['light', 'dark'] as const;

/** File name → SVG. */
export async function drawPosters(): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const { id, load } of scenes) {
    const scene = await load();
    const playground = createPlayground({
      scene,
      parts: everyPart,
      moment: { entries: [], at: SETTLED_MS, followed: null, selection: [] },
      playing: false,
    });
    const state = playground.store.getState();
    const stage = stageOf(state);
    const story = state.requests.flatMap(({ start, steps }) => [start, ...steps]);
    const packets = packetsAt(story, state.clock.now, stage);
    for (const theme of THEMES) files[`${id}.${theme}.svg`] = drawPicture(state, { theme, packets }, stage);
    playground.destroy();
  }
  return files;
}

/** Id → title, for who hears the picture. */
export function posterTitles(): Record<string, string> {
  return Object.fromEntries(scenes.map(({ id, title }) => [id, title]));
}

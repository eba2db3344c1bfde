/** From the playground as it is to a file: an SVG, a PNG or an animated GIF. */
import { lookAhead } from '../../playground/lookAhead.ts';
import type { Playground } from '../../playground/playground.ts';
import { encodeLoop, FRAME_MS, FRAMES } from './gif.ts';
import { type PacketStory, packetsAt } from './packetShapes.ts';
import { paletteOf } from './palette.ts';
import { type Stage, stageOf } from './picture.ts';
import { fontFaces, type PixelSize, rasterise, toPng } from './raster.ts';
import { type MomentState, type PictureChoices, storyOf, svgOf } from './svgPicture.ts';

/** Brings what is published five times a second up to this moment. */
async function stateNow(playground: Playground): Promise<MomentState> {
  await playground.dispatch([], 'app');
  return playground.store.getState();
}

export async function takeSvg(playground: Playground, choices: PictureChoices): Promise<string> {
  return svgOf(await stateNow(playground), choices);
}

export async function takePng(playground: Playground, choices: PictureChoices): Promise<Blob> {
  const state = await stateNow(playground);
  const stage = stageOf({ ...state, view: choices.view });
  const svg = svgOf(state, choices, await fontFaces());
  return toPng(await rasterise(svg, pixels(stage, choices)));
}

/** The next three seconds of the clock, computed ahead in a copy of the cluster. */
export async function takeGif(
  playground: Playground,
  choices: PictureChoices,
  onProgress: (part: number) => void,
): Promise<Blob> {
  const state = await stateNow(playground);
  const { now } = state.clock;
  const ahead = playground.inspect((simulation) => lookAhead(simulation, FRAMES * FRAME_MS));
  const stage = stageOf({ ...state, view: choices.view });
  const story = [...storyOf(state), ...ahead.filter(isStory)];
  const still = svgOf(state, { ...choices, hasPackets: false }, await fontFaces());
  const bytes = await encodeLoop({
    still: await rasterise(still, gifPixels(stage, choices)),
    bounds: stage.bounds,
    palette: paletteOf(choices.theme),
    packetsOf: (frame) => packetsAt(story, now + frame * FRAME_MS, stage),
    onProgress,
  });
  return new Blob([bytes], { type: 'image/gif' });
}

function isStory(event: { type: string }): event is PacketStory {
  return event.type === 'Hop' || event.type === 'PacketEnd' || event.type === 'RequestStart';
}

/** Each pixel of a loop is encoded again and again: with more of them people wait, and the file is too large to send. */
const MOST_GIF_PIXELS = 1_000_000;

function gifPixels(stage: Stage, choices: PictureChoices): PixelSize {
  const { width, height } = pixels(stage, choices);
  const shrink = Math.min(1, Math.sqrt(MOST_GIF_PIXELS / (width * height)));
  return { width: Math.floor(width * shrink), height: Math.floor(height * shrink) };
}

function pixels({ bounds }: Stage, { scale }: PictureChoices): PixelSize {
  return { width: Math.round(bounds.width * scale), height: Math.round(bounds.height * scale) };
}

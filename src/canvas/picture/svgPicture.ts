/** The playground as it is, with the packets that are in the air, as an SVG. */
import { type PacketStory, packetsAt } from './packetShapes.ts';
import type { PictureTheme } from './palette.ts';
import { drawPicture, type PictureState, stageOf } from './picture.ts';

export interface PictureChoices {
  theme: PictureTheme;
  view: PictureState['view'];
  hasPackets: boolean;
  /** Pixels per unit of the canvas. */
  scale: 1 | 2;
}

export type MomentState = PictureState & { clock: { now: number } };

/** The packets that are known at this moment, from the requests that are not over long ago. */
export function storyOf({ requests }: PictureState): PacketStory[] {
  return requests.flatMap(({ start, steps }) => [start, ...steps]);
}

export function svgOf(
  state: MomentState,
  { theme, view, hasPackets }: Omit<PictureChoices, 'scale'>,
  fonts = '',
): string {
  const shown = { ...state, view };
  const stage = stageOf(shown);
  const packets = hasPackets ? packetsAt(storyOf(state), state.clock.now, stage) : [];
  return drawPicture(shown, { theme, packets, fonts }, stage);
}

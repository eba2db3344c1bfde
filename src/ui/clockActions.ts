/** The actions that every playground has, an embed too: what lets time pass. */
import { Pause, Play, SkipBack, SkipForward } from 'lucide-react';
import { t } from '../messages/transport.ts';
import { type ActionRow, named } from './action.ts';

export const SPEEDS = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 50] as const;

const rows = {
  playOrPause: {
    group: 'Clock',
    icon: Play,
    shortcuts: ['Space'],
    labelNow: (state) => t(state.clock.playing ? 'pause' : 'play'),
    iconNow: (state) => (state.clock.playing ? Pause : Play),
    run: (playground) =>
      void playground.dispatch({ type: playground.store.getState().clock.playing ? 'pause' : 'play' }, 'app'),
  },
  step: {
    group: 'Clock',
    icon: SkipForward,
    shortcuts: ['.'],
    run: (playground) => void playground.dispatch({ type: 'step' }, 'app'),
  },
  stepBack: {
    group: 'Clock',
    icon: SkipBack,
    shortcuts: [','],
    isEnabled: (state) => state.timeline.end > state.timeline.start,
    run: (playground) => void playground.dispatch({ type: 'stepBack' }, 'app'),
  },
} satisfies Record<string, ActionRow>;

export const clockActions = named(rows, t);

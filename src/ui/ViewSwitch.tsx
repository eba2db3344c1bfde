/** `Concept` bends wires through the Services; `Endpoints` shows who is listed behind them; `Packet path` where packets really go. */
import { usePlayground, usePlaygroundState } from '../playground/react.ts';
import { Segmented } from './Segmented.tsx';

const VIEWS = [
  { value: 'Concept', label: 'Concept' },
  { value: 'Endpoints', label: 'Endpoints' },
  { value: 'PacketPath', label: 'Packet path' },
] as const;

export function ViewSwitch() {
  const playground = usePlayground();
  const view = usePlaygroundState((state) => state.view);
  return (
    <Segmented
      label="View"
      options={VIEWS}
      value={view}
      onChange={(value) => void playground.dispatch({ type: 'setView', view: value }, 'app')}
    />
  );
}

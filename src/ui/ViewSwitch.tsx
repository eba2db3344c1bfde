/** `Concept` bends wires through the Services; `Endpoints` shows who is listed behind them; `Packet path` where packets really go. */
import { t } from '../messages/actions.ts';
import { usePlayground, usePlaygroundState } from '../playground/react.ts';
import { Segmented } from './Segmented.tsx';

const VIEWS = [
  {
    value: 'Concept',
    get label() {
      return t('concept');
    },
  },
  {
    value: 'Endpoints',
    get label() {
      return t('endpoints');
    },
  },
  {
    value: 'PacketPath',
    get label() {
      return t('packetPath');
    },
  },
] as const;

export function ViewSwitch() {
  const playground = usePlayground();
  const view = usePlaygroundState((state) => state.view);
  return (
    <Segmented
      label={t('group.View')}
      options={VIEWS}
      value={view}
      onChange={(value) => void playground.dispatch({ type: 'setView', view: value }, 'app')}
    />
  );
}

/** The panel at the right: the packet that is followed, or the object that is selected. */
import { type ReactNode, useEffect, useRef } from 'react';
import { parseKey } from '../kubernetes/objectMeta.ts';
import { t } from '../messages/inspector.ts';
import { usePlaygroundState } from '../playground/react.ts';
import { lazyComponent } from '../ui/lazyComponent.ts';
import { type InspectorTab, panels, usePanels } from '../ui/panels.ts';
import { Tabs } from '../ui/Tabs.tsx';
import { ScenePanel } from './ScenePanel.tsx';

const ManyObjects = lazyComponent(() => import('./ManyObjects.tsx').then((module) => module.ManyObjects));
const ObjectPanel = lazyComponent(() => import('./ObjectPanel.tsx').then((module) => module.ObjectPanel));
const PacketPanel = lazyComponent(() => import('./PacketPanel.tsx').then((module) => module.PacketPanel));

export function Inspector({ actions }: { actions?: ReactNode }) {
  const selection = usePlaygroundState((state) => state.selection);
  const followedId = usePlaygroundState((state) => state.followed?.start.requestId ?? null);
  const tab = usePanels((state) => state.inspectorTab);
  useTabOfNews(selection, followedId);

  const [only] = selection.length === 1 ? selection : [];
  const label =
    only !== undefined
      ? parseKey(only).kind
      : selection.length === 0
        ? t('scene')
        : t('countOfObjects', { count: selection.length });

  return (
    <Tabs<InspectorTab>
      label={t('inspector')}
      tabs={[
        {
          id: 'packet',
          label: t('packet'),
          subject: String(followedId),
          panel: () => <PacketPanel />,
        },
        {
          id: 'object',
          label,
          subject: only ?? label,
          panel: () => {
            if (only !== undefined) return <ObjectPanel key={only} objectKey={only} />;
            return selection.length === 0 ? <ScenePanel /> : <ManyObjects keys={selection} />;
          },
        },
      ]}
      selected={tab}
      onSelect={(inspectorTab) => panels.setState({ inspectorTab })}
      actions={actions}
    />
  );
}

/** Shows what was chosen last: a new selection brings its form, a new request its packet. */
function useTabOfNews(selection: readonly string[], followedId: number | null): void {
  const seen = useRef({ selection, followedId });
  useEffect(() => {
    const before = seen.current;
    seen.current = { selection, followedId };
    if (followedId !== null && followedId !== before.followedId) panels.setState({ inspectorTab: 'packet' });
    else if (selection.length > 0 && selection !== before.selection)
      panels.setState({ inspectorTab: 'object' });
    else if (followedId === null && before.followedId !== null && selection.length > 0)
      panels.setState({ inspectorTab: 'object' });
  }, [selection, followedId]);
}

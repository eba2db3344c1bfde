/** The command palette with what the page adds to its actions: the palette's rows and the scenes. */
import { useMemo } from 'react';
import { openScene } from './gallery/openScene.ts';
import { objectKey } from './kubernetes/objectMeta.ts';
import { t } from './messages/page.ts';
import { sceneText } from './messages/scenes.ts';
import { type FaultChoice, faultsOfCluster } from './playground/faults.ts';
import { paletteGroupName, paletteItems } from './playground/paletteItems.ts';
import { usePlayground } from './playground/react.ts';
import { scenes } from './scenes/index.ts';
import { breakOrMend } from './ui/breakOrMend.ts';
import { CommandPalette, type PaletteEntry } from './ui/CommandPalette.tsx';
import { languageItems } from './ui/languageItems.ts';

/** `Power off: Node node-b`; what there is one of needs no name. */
function sayWithObject({ label, object: { kind, metadata } }: FaultChoice): string {
  const isOnly = kind === 'Deployment' || kind === 'CloudProvider';
  return isOnly ? label : `${label}: ${kind} ${metadata.name}`;
}

export function PagePalette({ onClose }: { onClose: () => void }) {
  const playground = usePlayground();
  const entries = useMemo<PaletteEntry[]>(
    () => [
      ...paletteItems.map((item) => ({
        id: `add ${item.id}`,
        label: t('add', { label: item.label }),
        hint: paletteGroupName(item.group),
        run: () => void playground.dispatch(item.place(playground.store.getState()), 'palette'),
      })),
      ...faultsOfCluster(playground.store.getState().objects, playground.store.getState().selection).map(
        (choice) => ({
          id: `${choice.id} ${objectKey(choice.object)}`,
          label: sayWithObject(choice),
          hint: t('fault'),
          run: () => void breakOrMend(playground, choice),
        }),
      ),
      ...languageItems().map(({ id, label, run }) => ({
        id: `speak ${id}`,
        label: t('speak', { language: label }),
        hint: t('language'),
        run,
      })),
      ...scenes.map((entry) => ({
        id: `open ${entry.id}`,
        label: t('open', { title: sceneText(entry.title) }),
        hint: t('scene'),
        run: () => void entry.load().then((scene) => openScene(playground, scene, entry.id)),
      })),
    ],
    [playground],
  );
  return <CommandPalette entries={entries} onClose={onClose} />;
}

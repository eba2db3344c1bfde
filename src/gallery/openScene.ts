/** Opens a scene in place of what is on the canvas. Nobody is asked; who had changed something is offered the way back. */
import { t } from '../messages/gallery.ts';
import { sceneText } from '../messages/scenes.ts';
import type { Playground } from '../playground/playground.ts';
import type { Scene } from '../simulation/scene.ts';

export async function openScene(playground: Playground, scene: Scene, id: string): Promise<void> {
  const { history, scene: before } = playground.store.getState();
  const status = await playground.dispatch({ type: 'loadScene', scene, id }, 'app');
  if (status.status === 'Failure' || history.undo === null) return;
  await playground.dispatch(
    {
      type: 'notify',
      severity: 'info',
      text:
        before.title === ''
          ? t('isOpenNowNameless', { title: sceneText(scene.title) })
          : t('isOpenNow', { title: sceneText(scene.title), before: sceneText(before.title) }),
      action: { label: t('undo'), run: () => void playground.dispatch({ type: 'undo' }, 'app') },
    },
    'app',
  );
}

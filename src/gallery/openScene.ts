/** Opens a scene in place of what is on the canvas. Nobody is asked; who had changed something is offered the way back. */
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
      text: `${scene.title} is open. ${before.title === '' ? 'What was there' : before.title} can be brought back.`,
      action: { label: 'Undo', run: () => void playground.dispatch({ type: 'undo' }, 'app') },
    },
    'app',
  );
}

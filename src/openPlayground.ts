/** Sets a scene going as the address asks for it. */
import { t } from './messages/page.ts';
import { everyPart } from './playground/everyPart.ts';
import type { LiveCluster } from './playground/liveCluster.ts';
import { createPlayground, type Playground } from './playground/playground.ts';
import type { QueryParameters } from './queryParameters.ts';
import type { SceneToOpen } from './sceneToOpen.ts';

export async function openPlayground(
  { scene, id, resetTo, moment, isPaused = false, damaged }: SceneToOpen,
  parameters: QueryParameters,
  live: LiveCluster | null = null,
): Promise<Playground> {
  const driver = parameters.test === true ? await import('./testing/driver.ts') : null;
  const playground = createPlayground({
    scene,
    parts: everyPart,
    ...(id === null ? {} : { id }),
    ...(resetTo === undefined ? {} : { resetTo }),
    ...(moment === undefined ? {} : { moment }),
    ...(live === null ? {} : { live }),
    playing: parameters.autoplay ?? !isPaused,
    ...(driver === null ? {} : { frames: driver.frames }),
  });
  driver?.attach(playground);
  if (damaged !== undefined)
    void playground.dispatch(
      { type: 'notify', severity: 'error', text: t('linkDamaged', { why: damaged }) },
      'app',
    );
  if (parameters.speed !== null)
    void playground.dispatch({ type: 'setSpeed', speed: parameters.speed }, 'app');
  return playground;
}

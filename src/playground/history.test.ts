import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import { defaultScene } from '../scenes/index.ts';
import { isEqual } from '../simulation/equality.ts';
import { anyChoice } from '../testing/anyCommand.ts';
import { everyPart } from './everyPart.ts';
import { createPlayground, type Playground } from './playground.ts';
import { steppedFrames } from './steppedFrames.ts';

/** Without what controllers fill in a moment later, also after a redo: a Node's address range, a Pod's Node. */
function withoutFilledIn(object: KubernetesObject): KubernetesObject {
  const { spec, ...rest } = object as KubernetesObject & { spec?: Record<string, unknown> };
  const { podCIDR: _range, podCIDRs: _ranges, nodeName: _node, ...kept } = spec ?? {};
  return { ...rest, spec: kept } as KubernetesObject;
}

/** What the user owns, by key, and where it stands. */
function snapshot(playground: Playground, simplify = withoutFilledIn) {
  const { objects, layout } = playground.scene();
  const byKey = Object.fromEntries(
    objects
      .map(simplify)
      .map((object) => [`${object.kind}/${object.metadata.namespace ?? ''}/${object.metadata.name}`, object]),
  );
  return { byKey, layout };
}

function open() {
  const frames = steppedFrames();
  return { frames, playground: createPlayground({ scene: defaultScene, frames, parts: everyPart }) };
}

describe('undo', () => {
  test('restores every command’s objects and layout, and redo brings them back', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(anyChoice, fc.constantFrom(0, 0, 50, 3000)), { minLength: 1, maxLength: 7 }),
        async (plan) => {
          const { playground, frames } = open();
          const steps: { before: object; after: object; waited: number }[] = [];
          let waited = 0;
          for (const [choose, wait] of plan) {
            frames.advance(wait);
            waited += wait;
            const before = snapshot(playground);
            const scene = snapshot(playground, (object) => object);
            const status = await playground.dispatch(choose(playground), 'canvas');
            const after = snapshot(playground);
            if (status.status === 'Failure') expect(after).toEqual(before);
            if (
              isEqual(
                snapshot(playground, (object) => object),
                scene,
              )
            )
              continue;
            steps.push({ before, after, waited });
            waited = 0;
          }
          for (const { before } of [...steps].reverse()) {
            expect((await playground.dispatch({ type: 'undo' }, 'app')).message).toBe('');
            expect(snapshot(playground)).toEqual(before);
          }
          for (const { after, waited } of steps) {
            frames.advance(waited);
            expect((await playground.dispatch({ type: 'redo' }, 'app')).message).toBe('');
            expect(snapshot(playground)).toEqual(after);
          }
          playground.destroy();
        },
      ),
      { numRuns: 60 },
    );
  });
});

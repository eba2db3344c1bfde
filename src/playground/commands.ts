/** Everything that a person (or a lesson, or a page around an embed) can do. One dispatch is one undo step. */
import type { KubernetesObject, ObjectKey } from '../kubernetes/objectMeta.ts';
import type { RequestSpec } from '../simulation/network/request.ts';
import type { Position, Scene, SceneView } from '../simulation/scene.ts';
import type { BreakpointCondition } from './breakpoints.ts';
import type { Notice } from './state.ts';

/** Who asked: views skip their own echoes. */
export type Origin =
  | 'canvas'
  | 'inspector'
  | 'palette'
  | 'yaml'
  | 'terminal'
  | 'lesson'
  | 'import'
  | 'embed'
  | 'app';

export type Command =
  // objects (undoable)
  | { type: 'create'; object: KubernetesObject; position?: Position }
  | { type: 'update'; object: KubernetesObject }
  /** Create, or update when it exists, as `kubectl apply` does. */
  | { type: 'apply'; object: KubernetesObject }
  /**
   * Applies what the API server takes and leaves the rest out, as `kubectl apply -f` does with many objects. Succeeds
   * always; `details.causes` has one entry per refused object: its place in the list (`objects[3]`), reason and message.
   */
  | { type: 'applyAll'; objects: readonly KubernetesObject[] }
  | { type: 'delete'; key: ObjectKey; force?: boolean }
  /** Deletes a bare Pod and creates it on another node (`spec.nodeName` is immutable). */
  | { type: 'movePod'; key: ObjectKey; node: string }
  | { type: 'rename'; key: ObjectKey; name: string }
  | { type: 'duplicate'; keys: readonly ObjectKey[] }
  /** A wire drawn: makes Traffic, or sets the labels that a Service's selector wants. */
  | { type: 'connect'; from: ObjectKey; to: ObjectKey }
  | { type: 'place'; positions: Readonly<Record<ObjectKey, Position>> }
  | { type: 'tidy' }
  /** What the scene says about itself. */
  | { type: 'describe'; title: string; lookAt: string }
  /** Back to the scene as it was loaded, objects and clock. */
  | { type: 'reset' }
  /** Replaces everything. `details.causes` says what the API server did not take, as for `applyAll`. */
  | { type: 'loadScene'; scene: Scene; id?: string }
  // not undoable
  | { type: 'send'; request: RequestSpec; follow?: boolean }
  | { type: 'select'; keys: readonly ObjectKey[] }
  | { type: 'follow'; requestId: number | null }
  | { type: 'setView'; view: SceneView }
  | { type: 'play' }
  | { type: 'pause' }
  /** Pauses and goes on to the next moment at which a packet moves: one of the followed request, while that goes on. */
  | { type: 'step' }
  /** Makes the clock stop, and follow, whatever packet meets the condition; an equal one is only switched on again. */
  | { type: 'addBreakpoint'; condition: BreakpointCondition }
  | { type: 'enableBreakpoint'; id: number; isEnabled: boolean }
  | { type: 'removeBreakpoint'; id: number }
  /** While a request is followed, the clock stops whenever that comes a hop further. */
  | { type: 'stopAtEachHop'; isOn: boolean }
  | { type: 'setSpeed'; speed: number }
  /** Goes to a moment that is known already; `isPreview` while a slider is being dragged, without the requests before. */
  | { type: 'seek'; at: number; isPreview?: boolean }
  /** Pauses and goes back to the moment before, at which a packet moved. */
  | { type: 'stepBack' }
  /** Pauses at the next request that fails and follows it; looks a minute ahead for one. */
  | { type: 'nextFailure' }
  | { type: 'previousFailure' }
  /** Goes over to another branch of time, at the same moment if it has it. */
  | { type: 'switchBranch'; id: number }
  | { type: 'renameBranch'; id: number; name: string }
  | { type: 'deleteBranch'; id: number }
  | { type: 'undo' }
  | { type: 'redo' }
  | ({ type: 'notify' } & Omit<Notice, 'id'>)
  | { type: 'dismissNotice'; id: number };

/** What React Flow reports of boxes and wires, as gestures on objects; cards on their way under the pointer stay local until they are dropped. */
import type { EdgeChange, NodeChange } from '@xyflow/react';
import { useCallback, useEffect, useRef } from 'react';
import type { ObjectKey } from '../../kubernetes/objectMeta.ts';
import { usePageRoot } from '../../ui/pageRoot.ts';
import type { FlowEdge, FlowNode } from '../flowTypes.ts';
import { cardAt, type PointerLike, pointOf } from '../pointer.ts';
import type { SurfaceProps } from '../stage.ts';
import type { Flow } from '../toFlow.ts';
import { NOWHERE } from '../useGlide.ts';
import type { FlowEditing } from './useEditing.tsx';

type FlowReceivers = Pick<SurfaceProps<FlowEditing>, 'flow' | 'editing' | 'onDrag'>;

export interface FlowChanges {
  onNodesChange(changes: NodeChange<FlowNode>[]): void;
  onEdgesChange(changes: EdgeChange<FlowEdge>[]): void;
  endDrag(event: PointerLike, moved: readonly FlowNode[]): Promise<void>;
}

export function useFlowChanges({ flow, editing: { perform }, onDrag }: FlowReceivers): FlowChanges {
  const page = usePageRoot();
  const flowNow = useRef(flow);
  flowNow.current = flow;

  // Reported one by one, boxes and wires apart: kept here until the playground's state comes round.
  const selected = useRef(new Set<string>());
  useEffect(() => {
    const items = [...flow.nodes, ...flow.edges];
    selected.current = new Set(items.filter((item) => item.selected).map((item) => item.id));
  }, [flow]);

  const changeSelection = useCallback(
    (changes: readonly (NodeChange<FlowNode> | EdgeChange<FlowEdge>)[]) => {
      const choices = changes.filter((change) => change.type === 'select');
      if (choices.length === 0) return;
      for (const { id, selected: isSelected } of choices) {
        if (isSelected) selected.current.add(id);
        else selected.current.delete(id);
      }
      void perform({ type: 'select', keys: objectsOf(flowNow.current, selected.current) });
    },
    [perform],
  );

  const onNodesChange = useCallback(
    (changes: NodeChange<FlowNode>[]) => {
      changeSelection(changes);
      const moves = changes.filter((change) => change.type === 'position');
      if (moves.length === 0) return;
      onDrag((before) => {
        const next = new Map(before);
        for (const { id, position } of moves) if (position !== undefined) next.set(id, position);
        return next;
      });
    },
    [changeSelection, onDrag],
  );

  const endDrag = useCallback(
    async (event: PointerLike, moved: readonly FlowNode[]) => {
      const point = pointOf(event);
      await perform({
        type: 'drag',
        moved: moved.map(({ id, position }) => ({ key: id, position })),
        over: point === null ? null : cardAt(page, point, 'Node'),
      });
      onDrag(NOWHERE);
    },
    [page, perform, onDrag],
  );

  return { onNodesChange, onEdgesChange: changeSelection, endDrag };
}

function objectsOf({ nodes, edges }: Flow, ids: ReadonlySet<string>): ObjectKey[] {
  const keys: ObjectKey[] = [];
  for (const { id, data } of nodes) if (ids.has(id)) keys.push(data.object);
  for (const { id, data } of edges) {
    const object = data.wire.object;
    if (ids.has(id) && object) keys.push(object);
  }
  return keys;
}

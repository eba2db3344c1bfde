/** The canvas: cards, wires and zones by React Flow, packets by an overlay of their own; every gesture becomes commands. */
import '@xyflow/react/dist/base.css';
import './canvas.css';
import {
  Background,
  BackgroundVariant,
  ConnectionMode,
  type EdgeChange,
  type NodeChange,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
  useReactFlow,
  useStore,
  useStoreApi,
} from '@xyflow/react';
import {
  type DragEvent,
  type MouseEvent,
  useCallback,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { ObjectKey } from '../kubernetes/objectMeta.ts';
import {
  DEPLOYMENT_CARD,
  nodeCardSize,
  OUTSIDE_CARD,
  POD_CARD,
  SERVICE_CARD,
  type Size,
} from '../playground/cardGeometry.ts';
import { PALETTE_DRAG_TYPE, type PaletteItemId } from '../playground/paletteItems.ts';
import { usePlayground, usePlaygroundState } from '../playground/react.ts';
import type { Position } from '../simulation/scene.ts';
import { openPanel } from '../ui/panels.ts';
import { CanvasControls } from './CanvasControls.tsx';
import { boundsOf, FARTHEST, fitCamera, NEAREST } from './camera.ts';
import { cards } from './cards/cards.ts';
import { FollowTag } from './FollowTag.tsx';
import type { FlowEdge, FlowNode } from './flowTypes.ts';
import { canConnect, commandsFor, type Gesture } from './gestures.ts';
import { HopWire } from './HopWire.tsx';
import { NumberedPath } from './NumberedPath.tsx';
import { PulledWire } from './PulledWire.tsx';
import { RenameField } from './RenameField.tsx';
import { spotlightOn } from './spotlight.ts';
import { createToFlow } from './toFlow.ts';
import { stopsOf, useCanvasKeys } from './useCanvasKeys.ts';
import { useGlide, withPositions } from './useGlide.ts';
import { usePacketLayer } from './usePacketLayer.ts';
import { useReducedMotion } from './useReducedMotion.ts';
import { WireEdge } from './WireEdge.tsx';
import { firstStop } from './walk.ts';
import { worldOf } from './world.ts';
import { ZoneFrames } from './ZoneFrames.tsx';

export interface CanvasProps {
  /** Without it one can look, follow packets and select, but not change anything. */
  editable: boolean;
  /** The person wants to add something: show the palette. */
  onAdd?: () => void;
}

export function Canvas(props: CanvasProps) {
  return (
    <ReactFlowProvider>
      <CanvasFlow {...props} />
    </ReactFlowProvider>
  );
}

const edgeTypes = { wire: WireEdge };
const multiSelectionKeys = ['Shift', 'Meta', 'Control'];
const NOTHING_DRAGGED: ReadonlyMap<string, Position> = new Map();
/** From here on words give way to shapes. */
const FAR = 0.5;
/** With this many cards, and near enough that most are out of sight, only those in sight are in the page. */
const MANY_CARDS = 80;
const NEAR = 0.6;
/** CSS pixels around a packet in which a click means it; less over a card, which wants clicks itself. */
const REACH = 12;
const REACH_OVER_CARD = 7;
const CLICK_MOVES_LESS_THAN = 4;
const GRID = 18;

function CanvasFlow({ editable, onAdd }: CanvasProps) {
  const playground = usePlayground();
  const objects = usePlaygroundState((state) => state.objects);
  const layout = usePlaygroundState((state) => state.layout);
  const view = usePlaygroundState((state) => state.view);
  const problems = usePlaygroundState((state) => state.problems);
  const selection = usePlaygroundState((state) => state.selection);
  const rules = usePlaygroundState((state) => state.rules);
  const followed = usePlaygroundState((state) => state.followed);
  const scene = usePlaygroundState((state) => state.scene);
  const isStill = useReducedMotion();
  const latest = usePlaygroundState((state) => (isStill ? state.requests.at(-1) : undefined));

  const flowApi = useReactFlow<FlowNode, FlowEdge>();
  const flowStore = useStoreApi<FlowNode, FlowEdge>();
  const isFar = useStore((state) => state.transform[2] < FAR);
  const isNear = useStore((state) => state.transform[2] >= NEAR);
  const root = useRef<HTMLDivElement>(null);
  const overlay = useRef<HTMLCanvasElement>(null);
  const tag = useRef<HTMLDListElement>(null);
  const helpId = useId();
  const [tabStop, setTabStop] = useState<string | null>(null);
  const [renaming, setRenaming] = useState<ObjectKey | null>(null);
  const [dragged, setDragged] = useState(NOTHING_DRAGGED);

  const world = worldOf(objects);
  const spotlight = useMemo(() => spotlightOn(followed, view, world), [followed, view, world]);
  const [toFlow] = useState(createToFlow);
  const flow = useMemo(
    () => toFlow({ objects, layout, view, problems, selection, rules, spotlight, tabStop, editable }),
    [toFlow, objects, layout, view, problems, selection, rules, spotlight, tabStop, editable],
  );
  const placed = useMemo(() => withPositions(flow.nodes, dragged), [flow.nodes, dragged]);
  const nodes = useGlide(placed, scene, isStill || dragged.size > 0);

  const followedId = spotlight === null ? null : (followed?.start.requestId ?? null);
  const layerInput = useMemo(
    () => ({ view, world, followed: followedId, isStill }),
    [view, world, followedId, isStill],
  );
  const packets = usePacketLayer(playground, { canvas: overlay, tag }, layerInput);

  const perform = useCallback(
    (gesture: Gesture) => {
      const commands = commandsFor(playground.store.getState(), gesture);
      return commands.length === 0 ? Promise.resolve() : playground.dispatch(commands, 'canvas');
    },
    [playground],
  );

  // The camera: fits a scene when it opens, and then belongs to the person.
  const isCameraOurs = useRef(true);
  const fitScene = useCallback(
    (isFirst: boolean, duration: number) => {
      const { width, height } = flowStore.getState();
      const bounds = boundsOf(toFlowRef.current);
      if (bounds === null || width === 0 || height === 0) return;
      void flowApi.setViewport(fitCamera(bounds, width, height, isFirst), { duration });
    },
    [flowApi, flowStore],
  );
  const toFlowRef = useRef(flow);
  toFlowRef.current = flow;
  const size = useStore((state) => `${state.width}×${state.height}`);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new scene is what this is about
  useEffect(() => {
    isCameraOurs.current = true;
    fitScene(true, 0);
  }, [scene, fitScene]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new size is what this is about
  useEffect(() => {
    if (isCameraOurs.current) fitScene(true, 0);
  }, [size, fitScene]);

  const reveal = useCallback(
    (node: FlowNode) => {
      const stop = stopsOf(flowStore.getState().nodes as FlowNode[]).find(({ id }) => id === node.id);
      if (stop === undefined) return;
      const { width, height, transform } = flowStore.getState();
      const [tx, ty, zoom] = transform;
      const left = stop.rect.x * zoom + tx;
      const top = stop.rect.y * zoom + ty;
      const isInSight =
        left >= 0 &&
        top >= 0 &&
        left + stop.rect.width * zoom <= width &&
        top + stop.rect.height * zoom <= height;
      if (!isInSight) void flowApi.setCenter(stop.rect.x + stop.rect.width / 2, stop.rect.y, { zoom });
    },
    [flowApi, flowStore],
  );

  const open = useCallback(
    (key: ObjectKey) => {
      void perform({ type: 'select', keys: [key] });
      openPanel('inspector', { inspectorTab: 'object' });
    },
    [perform],
  );

  const keys = useCanvasKeys({
    root,
    nodes,
    editable,
    onGesture: (gesture) => void perform(gesture),
    onOpen: open,
    onRename: setRenaming,
    onAdd,
    reveal,
  });

  const hasTabStop = tabStop !== null && flow.nodes.some((node) => node.id === tabStop);
  useEffect(() => {
    if (!hasTabStop) setTabStop(firstStop(stopsOf(flow.nodes))?.id ?? null);
  }, [hasTabStop, flow.nodes]);

  // React Flow reports selected boxes and wires apart and one at a time; the playground knows objects.
  const selectedIds = useRef(new Set<string>());
  useEffect(() => {
    selectedIds.current = new Set(
      [...flow.nodes, ...flow.edges].filter((item) => item.selected).map((item) => item.id),
    );
  }, [flow]);
  const changeSelection = useCallback(
    (changes: readonly (NodeChange<FlowNode> | EdgeChange<FlowEdge>)[]) => {
      let isChanged = false;
      for (const change of changes) {
        if (change.type !== 'select') continue;
        isChanged = true;
        if (change.selected) selectedIds.current.add(change.id);
        else selectedIds.current.delete(change.id);
      }
      if (!isChanged) return;
      const { nodes: boxes, edges: wires } = toFlowRef.current;
      const chosen: ObjectKey[] = [];
      for (const box of boxes) if (selectedIds.current.has(box.id)) chosen.push(box.data.object);
      for (const wire of wires) {
        const object = wire.data?.wire.object;
        if (selectedIds.current.has(wire.id) && object) chosen.push(object);
      }
      void perform({ type: 'select', keys: chosen });
    },
    [perform],
  );

  const onNodesChange = useCallback(
    (changes: NodeChange<FlowNode>[]) => {
      changeSelection(changes);
      const moves = changes.filter((change) => change.type === 'position' && change.position !== undefined);
      if (moves.length === 0) return;
      setDragged((before) => {
        const next = new Map(before);
        for (const move of moves)
          if (move.type === 'position' && move.position) next.set(move.id, move.position);
        return next;
      });
    },
    [changeSelection],
  );

  const endDrag = useCallback(
    async (event: globalThis.MouseEvent | TouchEvent | MouseEvent | React.TouchEvent, moved: FlowNode[]) => {
      const point = pointOf(event);
      await perform({
        type: 'drag',
        moved: moved.map(({ id, position }) => ({ key: id, position })),
        over: point === null ? null : cardAt(point, 'Node'),
      });
      setDragged(NOTHING_DRAGGED);
    },
    [perform],
  );

  const onDrop = (event: DragEvent) => {
    const item = event.dataTransfer.getData(PALETTE_DRAG_TYPE) as PaletteItemId | '';
    if (item === '' || !editable) return;
    event.preventDefault();
    const point = { x: event.clientX, y: event.clientY };
    const { x, y } = flowApi.screenToFlowPosition(point);
    const { width, height } = droppedSizes[item];
    void perform({
      type: 'drop',
      item,
      at: { x: Math.round(x - width / 2), y: Math.round(y - height / 2) },
      over: cardAt(point, 'Node') ?? cardAt(point),
    });
  };

  const pressedAt = useRef({ x: 0, y: 0 });
  const onClickCapture = (event: MouseEvent) => {
    const target = event.target as Element;
    const { clientX: x, clientY: y } = event;
    if (Math.hypot(x - pressedAt.current.x, y - pressedAt.current.y) >= CLICK_MOVES_LESS_THAN) return;
    if (target.closest('button, input') !== null || root.current === null) return;
    const card = target.closest('.react-flow__node')?.getAttribute('data-id') ?? null;
    if (event.shiftKey && card !== null) {
      // React Flow takes Shift for the box only.
      event.stopPropagation();
      const object = flow.nodes.find(({ id }) => id === card)?.data.object;
      if (object !== undefined) void perform({ type: 'select', keys: toggled(selection, object) });
      return;
    }
    const box = root.current.getBoundingClientRect();
    const reach = card === null ? REACH : REACH_OVER_CARD;
    const requestId = packets.current?.requestAt(x - box.left, y - box.top, reach) ?? null;
    if (requestId === null) return;
    event.stopPropagation();
    void playground.dispatch({ type: 'follow', requestId }, 'canvas');
    openPanel('inspector', { inspectorTab: 'packet' });
  };

  const setPulling = (isPulling: boolean) => root.current?.toggleAttribute('data-pulling', isPulling);
  const classes = ['kh-canvas'];
  if (spotlight !== null) classes.push('kh-following');
  if (keys.isPicking) classes.push('kh-picking');
  const shownPath = isStill ? (followed ?? latest) : undefined;

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the cards inside are what is focused; keys and clicks bubble up to here
    <div
      ref={root}
      className={classes.join(' ')}
      data-far={isFar ? '' : undefined}
      onKeyDown={keys.onKeyDown}
      onFocus={(event) => {
        const id = event.target.closest('.react-flow__node')?.getAttribute('data-id');
        if (id) setTabStop(id);
      }}
      onPointerDownCapture={(event) => {
        pressedAt.current = { x: event.clientX, y: event.clientY };
      }}
      onClickCapture={onClickCapture}
      onDragOver={(event) => {
        if (editable && event.dataTransfer.types.includes(PALETTE_DRAG_TYPE)) event.preventDefault();
      }}
      onDrop={onDrop}
    >
      <ReactFlow<FlowNode, FlowEdge>
        nodes={nodes}
        edges={flow.edges}
        nodeTypes={cards}
        edgeTypes={edgeTypes}
        onNodesChange={onNodesChange}
        onEdgesChange={changeSelection}
        onNodeDragStop={(event, _node, moved) => void endDrag(event, moved)}
        onSelectionDragStop={(event, moved) => void endDrag(event, moved)}
        onNodeDoubleClick={(_event, node) =>
          editable && node.type !== 'Tray' && setRenaming(node.data.object)
        }
        onNodeClick={(_event, { type, data }) => {
          if (type === 'LoadBalancer') void perform({ type: 'select', keys: [data.object] });
        }}
        onConnect={({ source, target }) => void perform({ type: 'connect', from: source, to: target })}
        onConnectStart={() => setPulling(true)}
        onConnectEnd={() => setPulling(false)}
        isValidConnection={({ source, target }) => canConnect(source, target)}
        onMoveStart={(event) => {
          if (event !== null) isCameraOurs.current = false;
        }}
        minZoom={FARTHEST}
        maxZoom={NEAREST}
        connectionMode={ConnectionMode.Strict}
        connectionLineComponent={PulledWire}
        connectionRadius={0}
        zIndexMode="manual"
        onlyRenderVisibleElements={isNear && nodes.length > MANY_CARDS}
        disableKeyboardA11y
        deleteKeyCode={null}
        panActivationKeyCode={null}
        multiSelectionKeyCode={multiSelectionKeys}
        selectionMode={SelectionMode.Partial}
        elementsSelectable
        nodesConnectable={editable}
        nodesDraggable={editable}
        edgesFocusable={false}
        zoomOnDoubleClick={false}
        zoomOnScroll={editable}
        preventScrolling={editable}
        nodeDragThreshold={2}
        attributionPosition="bottom-left"
        aria-label="Canvas"
        aria-describedby={helpId}
      >
        <Background variant={BackgroundVariant.Dots} gap={GRID} size={1.6} color="var(--dots)" />
        <ZoneFrames zones={flow.zones} />
        <HopWire spotlight={isStill ? null : spotlight} />
        {shownPath !== undefined && <NumberedPath request={shownPath} view={view} world={world} />}
        {renaming !== null && (
          <RenameField
            object={renaming}
            onDone={(name) => {
              setRenaming(null);
              keys.focusCard(renaming);
              if (name !== null) void perform({ type: 'rename', key: renaming, name });
            }}
          />
        )}
      </ReactFlow>
      <canvas ref={overlay} className="kh-packets" aria-hidden />
      <FollowTag ref={tag} spotlight={spotlight} />
      <CanvasControls
        onZoomIn={() => {
          isCameraOurs.current = false;
          void flowApi.zoomIn({ duration: isStill ? 0 : 180 });
        }}
        onZoomOut={() => {
          isCameraOurs.current = false;
          void flowApi.zoomOut({ duration: isStill ? 0 : 180 });
        }}
        onFit={() => fitScene(false, isStill ? 0 : 220)}
        onTidy={editable ? () => void playground.dispatch({ type: 'tidy' }, 'canvas') : undefined}
      />
      <p className="kh-hint" role="status">
        {keys.hint}
      </p>
      <p id={helpId} className="visually-hidden">
        Arrow keys walk from card to card. Enter opens a card, C connects it, F2 renames it, Delete deletes
        it.
      </p>
    </div>
  );
}

function toggled(keys: readonly ObjectKey[], key: ObjectKey): ObjectKey[] {
  return keys.includes(key) ? keys.filter((other) => other !== key) : [...keys, key];
}

const droppedSizes = {
  Node: nodeCardSize(0, 0),
  Pod: POD_CARD,
  Deployment: DEPLOYMENT_CARD,
  ClusterIP: SERVICE_CARD,
  NodePort: SERVICE_CARD,
  LoadBalancer: SERVICE_CARD,
  ExternalName: SERVICE_CARD,
  Headless: SERVICE_CARD,
  Client: OUTSIDE_CARD,
  OutsideServer: OUTSIDE_CARD,
} satisfies Record<PaletteItemId, Size>;

function pointOf(event: globalThis.MouseEvent | TouchEvent | MouseEvent | React.TouchEvent): Position | null {
  const source = 'changedTouches' in event ? event.changedTouches[0] : event;
  return source === undefined ? null : { x: source.clientX, y: source.clientY };
}

/** The card under a point of the screen, of one type or of any. */
function cardAt({ x, y }: Position, type?: FlowNode['type']): string | null {
  const selector = type === undefined ? '.react-flow__node' : `.react-flow__node-${type}`;
  for (const element of document.elementsFromPoint(x, y)) {
    const id = element.closest(selector)?.getAttribute('data-id');
    if (id) return id;
  }
  return null;
}

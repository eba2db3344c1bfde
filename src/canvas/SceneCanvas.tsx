/** The canvas: cards, wires and zones on a stage, packets on an overlay of their own; every gesture becomes commands. */
import { t } from '../messages/canvas.ts';
import './canvas.css';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import type { ObjectKey } from '../kubernetes/objectMeta.ts';
import { usePlayground, usePlaygroundState } from '../playground/react.ts';
import type { RequestRecord } from '../playground/state.ts';
import { usePointing } from '../ui/pointing.ts';
import { CanvasControls } from './CanvasControls.tsx';
import { choiceAt, marksOf } from './cardMarks.ts';
import { FollowTag } from './FollowTag.tsx';
import { HopWire } from './HopWire.tsx';
import { NumberedPath } from './NumberedPath.tsx';
import { cardIdOf } from './pointer.ts';
import type { CanvasSheet } from './seenHeight.ts';
import { requestToShow } from './shownRequest.ts';
import { spotlightOn } from './spotlight.ts';
import { type Editing, type SceneStage, type Stage, StageContext, useOnStage } from './stage.ts';
import { createToFlow } from './toFlow.ts';
import { stopsOf, useCanvasKeys } from './useCanvasKeys.ts';
import { useCanvasPointer } from './useCanvasPointer.ts';
import { useFollowCamera } from './useFollowCamera.ts';
import { NOWHERE, useGlide, withPositions } from './useGlide.ts';
import { useKeptFocus } from './useKeptFocus.ts';
import { usePacketLayer } from './usePacketLayer.ts';
import { useReducedMotion } from './useReducedMotion.ts';
import { useSceneCamera } from './useSceneCamera.ts';
import { firstStop } from './walk.ts';
import { worldOf } from './world.ts';
import { ZoneFrames } from './ZoneFrames.tsx';

export interface CanvasProps {
  /** The person wants to add something: show the palette. */
  onAdd?: () => void;
  /** The person wants to know more: of the selected object, what is wrong with this one, or of the followed packet. */
  onInspect?: (what: 'object' | 'packet', explained?: ObjectKey) => void;
  /** What is read beside the canvas, or lies over its lower part. */
  sheet?: CanvasSheet | null;
}

/** From here on words give way to shapes. */
const FAR = 0.5;
/** From this many cards on they are drawn more simply, and when most are out of sight only the others are in the page. */
const MANY_CARDS = 80;
const NEAR = 0.6;

const isFarOn = (stage: Stage) => stage.camera().zoom < FAR;
const isNearOn = (stage: Stage) => stage.camera().zoom >= NEAR;

interface SceneCanvasProps<E extends Editing | null> extends CanvasProps {
  stage: SceneStage<E>;
}

export function SceneCanvas<E extends Editing | null>(props: SceneCanvasProps<E>) {
  const { stage, onAdd, onInspect, sheet = null } = props;
  const editable = stage.Handles !== null;
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
  const held = useRef<RequestRecord | null>(null);
  const latest = usePlaygroundState((state) => {
    held.current = isStill ? requestToShow(state.requests, held.current) : null;
    return held.current;
  });
  const isFar = useOnStage(stage, 'camera', isFarOn);
  const isNear = useOnStage(stage, 'camera', isNearOn);

  const root = useRef<HTMLDivElement>(null);
  const overlay = useRef<HTMLCanvasElement>(null);
  const tag = useRef<HTMLDListElement>(null);
  const helpId = useId();
  const [tabStop, setTabStop] = useState<string | null>(null);

  const world = worldOf(objects);
  const spotlight = useMemo(() => spotlightOn(followed, view, world), [followed, view, world]);
  const pointing = usePointing();
  const marks = useMemo(() => marksOf(pointing), [pointing]);
  const [toFlow] = useState(createToFlow);
  const flow = useMemo(
    () => toFlow({ objects, layout, view, problems, selection, rules, spotlight, marks, tabStop, editable }),
    [toFlow, objects, layout, view, problems, selection, rules, spotlight, marks, tabStop, editable],
  );
  const [dragged, setDragged] = useState(NOWHERE);
  const placed = useMemo(() => withPositions(flow.nodes, dragged, true), [flow.nodes, dragged]);
  const nodes = useGlide(placed, scene, isStill || dragged.size > 0);
  const camera = useSceneCamera(stage, flow, scene, isStill, sheet);

  const reveal = useRef(camera.reveal);
  reveal.current = camera.reveal;
  const nodesNow = useRef(nodes);
  nodesNow.current = nodes;
  useEffect(() => {
    const [first] = pointing.cards;
    const node = nodesNow.current.find(({ id }) => id === first);
    if (node !== undefined) reveal.current(node);
  }, [pointing.cards]);

  const followedId = spotlight === null ? null : (followed?.start.requestId ?? null);
  const followCamera = useFollowCamera(
    stage,
    followedId,
    spotlight?.leg ?? null,
    isStill,
    sheet,
    camera.release,
  );
  const layerInput = useMemo(
    () => ({ view, world, followed: followedId, isStill }),
    [view, world, followedId, isStill],
  );
  const packets = usePacketLayer(playground, stage, { canvas: overlay, tag }, layerInput);

  const keys = useCanvasKeys({
    root,
    nodes,
    onOpen(key, id) {
      const choice = choiceAt(pointing, id, key);
      if (choice !== null) {
        pointing.question?.choose(choice);
        return;
      }
      select(key);
      onInspect?.('object');
    },
    edit: (event, card) => editing?.press(event, card) ?? false,
    reveal: camera.reveal,
  });
  const editing = stage.useEditing({ flow, selection, focusCard: keys.focusCard, onAdd });
  const pointer = useCanvasPointer({
    root,
    packets,
    onChoose(id) {
      const object = flow.nodes.find((node) => node.id === id)?.data.object;
      const choice = object === undefined ? null : choiceAt(pointing, id, object);
      if (choice !== null) pointing.question?.choose(choice);
      return choice !== null;
    },
    onFollow(requestId) {
      void playground.dispatch({ type: 'follow', requestId }, 'canvas');
      onInspect?.('packet');
    },
    onToggle(id) {
      const object = flow.nodes.find((node) => node.id === id)?.data.object;
      if (object !== undefined) toggle(object);
    },
  });

  function select(...keys: readonly ObjectKey[]) {
    void playground.dispatch({ type: 'select', keys }, 'canvas');
  }

  function toggle(object: ObjectKey) {
    const others = selection.filter((key) => key !== object);
    if (others.length < selection.length) select(...others);
    else select(...others, object);
  }

  const keptFocus = useKeptFocus(root, flow.nodes, () => {
    const next = firstStop(stopsOf(flow.nodes));
    if (next !== null) keys.focusCard(next.id);
  });

  const hasTabStop = tabStop !== null && flow.nodes.some((node) => node.id === tabStop);
  useEffect(() => {
    if (!hasTabStop) setTabStop(firstStop(stopsOf(flow.nodes))?.id ?? null);
  }, [hasTabStop, flow.nodes]);

  function moveCamera(move: () => void) {
    followCamera.release();
    move();
  }

  const isMany = nodes.length > MANY_CARDS;
  const classes = ['kh-canvas'];
  if (spotlight !== null) classes.push('kh-following');
  if (editing?.isPicking) classes.push('kh-picking');
  if (pointing.cards.length > 0) classes.push('kh-pointing');
  if (pointing.question !== null) classes.push('kh-asking');
  const shownPath = isStill ? (followed ?? latest) : null;

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the cards inside are what is focused; keys and clicks bubble up to here
    <div
      ref={root}
      // A map is no text: Clients stand at the left in every language.
      dir="ltr"
      className={classes.join(' ')}
      data-view={view}
      data-far={isFar ? '' : undefined}
      data-many={isMany ? '' : undefined}
      onKeyDown={keys.onKeyDown}
      onBlur={keptFocus.onBlur}
      onFocus={(event) => {
        keptFocus.onFocus(event);
        const id = cardIdOf(event.target);
        if (id !== null) setTabStop(id);
      }}
      {...pointer}
      {...editing?.handlers}
    >
      <StageContext value={stage}>
        <stage.Surface
          flow={flow}
          nodes={nodes}
          hidesUnseen={isNear && isMany}
          label={t('canvas')}
          describedBy={helpId}
          editing={editing}
          onSelect={(object, adds) => {
            if (object === null) select();
            else if (adds) toggle(object);
            else if (!selection.includes(object)) select(object);
          }}
          onCardClick={(event, { type, data }) => {
            const isAboutProblem = (event.target as Element).closest('.kh-problem') !== null;
            if (isAboutProblem && type !== 'Tray') onInspect?.('object', data.object);
            if (type === 'LoadBalancer') select(data.object);
          }}
          onDrag={setDragged}
          onMoveCamera={() => {
            camera.release();
            followCamera.release();
          }}
        >
          <ZoneFrames zones={flow.zones} />
          <HopWire spotlight={isStill ? null : spotlight} />
          {shownPath !== null && <NumberedPath request={shownPath} view={view} world={world} />}
          {editing?.overlay}
        </stage.Surface>
      </StageContext>
      <canvas ref={overlay} className="kh-packets" aria-hidden />
      <FollowTag ref={tag} spotlight={spotlight} />
      <CanvasControls
        onZoomIn={() => moveCamera(() => camera.zoom('in'))}
        onZoomOut={() => moveCamera(() => camera.zoom('out'))}
        onFit={() => moveCamera(camera.showAll)}
        onTidy={editable ? () => void playground.dispatch({ type: 'tidy' }, 'canvas') : undefined}
      />
      <p className="kh-hint" role="status">
        {editing?.hint || pointing.question?.text}
      </p>
      <p id={helpId} className="visually-hidden">
        {editable ? t('helpForEditing') : t('help')}
      </p>
    </div>
  );
}

/** The living part of an embed, drawn into its shadow root: canvas, simulation and clock. Loaded once for a whole page. */
import { createRoot } from 'react-dom/client';
import { closestLanguage, currentLanguage, speak } from '../messages/language.ts';
import '../ui/base.css';
import { PlaygroundContext } from '../playground/react.ts';
import { queryParameters } from '../queryParameters.ts';
import { InEveryLanguage } from '../ui/InEveryLanguage.tsx';
import { PageRootContext } from '../ui/pageRoot.ts';
import type { GivenScene, LiveOptions, OpenLive, Stage } from './contract.ts';
import { EmbedView } from './EmbedView.tsx';
import { adoptStyles } from './liveStyles.ts';
import { type Opened, openSource } from './openSource.ts';
import { nextTask } from './pieces.ts';
import { type SceneSource, sourceOf } from './sceneSource.ts';
import { tellEvents } from './tellEvents.ts';

/** The embeds of a page start one after another, in the order in which they are seen; none waits for another's address. */
export const openLive: OpenLive = async (stage, options, scene) => {
  const source = sourceOf(scene, stage.page);
  if (source.type === 'address' || options.lesson !== null) return open(stage, options, source);
  const opening = turn.then(() => open(stage, options, source));
  turn = opening.catch(() => {});
  return opening;
};

let turn: Promise<unknown> = Promise.resolve();

async function open(stage: Stage, first: LiveOptions, source: SceneSource): ReturnType<OpenLive> {
  let options = first;
  // These scripts have just run, in a task that was long enough.
  await nextTask();
  await speakAs(options);
  const opened = await openSource(source, options);
  if ('length' in opened) return opened;
  await nextTask();

  let shown: Opened = opened;
  let stopTelling = tellEvents(shown, stage.tell);
  let isOnScreen = true;
  let goesOn = false;
  let loads = 0;
  const root = createRoot(stage.place);
  const leaveStyles = adoptStyles(stage.root);
  let hasCanvas = false;
  render();
  await nextTask();
  hasCanvas = true;
  render();
  stage.tell('ready', { title: shown.playground.store.getState().scene.title });

  function render(): void {
    stage.place.lang = currentLanguage();
    root.render(
      <PageRootContext value={stage.root}>
        <PlaygroundContext value={shown.playground}>
          <InEveryLanguage>
            <EmbedView
              key={number}
              options={options}
              home={stage.home}
              lesson={shown.lesson}
              hasCanvas={hasCanvas}
            />
          </InEveryLanguage>
        </PlaygroundContext>
      </PageRootContext>,
    );
  }

  function leave({ playground, lesson }: Opened): void {
    lesson?.destroy();
    playground.destroy();
  }

  function setPlaying(isPlaying: boolean): void {
    goesOn = isPlaying && !isOnScreen;
    if (shown.playground.store.getState().clock.playing === (isPlaying && isOnScreen)) return;
    void shown.playground.dispatch({ type: isPlaying && isOnScreen ? 'play' : 'pause' }, 'embed');
  }

  return {
    async load(next: GivenScene) {
      const load = ++loads;
      const opened = await openSource(sourceOf(next, stage.page), options);
      if ('length' in opened) return opened;
      // Another one was asked for meanwhile.
      if (load !== loads) {
        leave(opened);
        return [];
      }
      const { playing } = shown.playground.store.getState().clock;
      stopTelling();
      leave(shown);
      shown = opened;
      number++;
      stopTelling = tellEvents(shown, stage.tell);
      render();
      setPlaying(playing || goesOn);
      stage.tell('ready', { title: shown.playground.store.getState().scene.title });
      return [];
    },
    update(next) {
      const { view } = options;
      options = next;
      const wanted = next.view === view || next.view === null ? null : queryParameters.view.parse(next.view);
      if (wanted !== null) void shown.playground.dispatch({ type: 'setView', view: wanted }, 'embed');
      if (next.speed !== null && next.speed !== shown.playground.store.getState().clock.speed)
        void shown.playground.dispatch({ type: 'setSpeed', speed: next.speed }, 'embed');
      void speakAs(next).then(() => shown.lesson?.player.speak(currentLanguage()));
      render();
    },
    dispatch: (command) => void shown.playground.dispatch(command, 'embed'),
    async goto(target) {
      if (typeof target === 'string') return (await shown.lesson?.goTo(target)) ?? [];
      await shown.playground.dispatch({ type: 'seek', at: Math.max(0, target) }, 'embed');
      return [];
    },
    play: () => setPlaying(true),
    pause: () => setPlaying(false),
    setOnScreen(isOn) {
      if (isOn === isOnScreen) return;
      const wasPlaying = shown.playground.store.getState().clock.playing || goesOn;
      isOnScreen = isOn;
      setPlaying(wasPlaying);
    },
    destroy() {
      // One that is still on its way comes too late.
      loads++;
      root.unmount();
      stopTelling();
      leave(shown);
      leaveStyles();
    },
  };
}

/** In place of the canvas. */
export async function drawProblems(...given: Parameters<typeof import('./problemList.ts').drawProblems>) {
  (await import('./problemList.ts')).drawProblems(...given);
}

/** Each playground that is shown is drawn anew. */
let number = 0;

/** The embeds of a page speak one language: the one asked for last. */
async function speakAs({ lang }: LiveOptions): Promise<void> {
  const language = closestLanguage([lang ?? '']);
  if (language !== currentLanguage()) await speak(language, false);
}

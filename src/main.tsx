/** Entry of the app: reads the address, shows the scene at once, and sets it going when canvas and simulation are there. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { speakFirst } from './messages/language.ts';
import { Opening } from './Opening.tsx';
import { offerDownload, pageStorage, readAutosave, startAutosave } from './playground/autosave.ts';
import { restoreTexts } from './playground/keptTexts.ts';
import type { Playground } from './playground/playground.ts';
import { PlaygroundContext } from './playground/react.ts';
import { printQueryParameters, readQueryParameters } from './queryParameters.ts';
import { sceneToOpen, shareCodeOf, sharedToOpen } from './sceneToOpen.ts';
import './ui/base.css';
import './ui/fonts.css';
import { InEveryLanguage } from './ui/InEveryLanguage.tsx';
import { followSystemTheme } from './ui/theme.ts';

const parameters = readQueryParameters(location.search);
const root = createRoot(document.getElementById('root')!);
followSystemTheme(parameters.theme);
await speakFirst(parameters.lang);

const storage = pageStorage();
const before = readAutosave(storage);

if (parameters.notes !== null) (await lessonPages()).showNotes(root, parameters.notes);
else if (parameters.print === true && parameters.lesson !== null)
  await (await lessonPages()).showSheet(root, parameters.lesson);
else await openApp();

function lessonPages() {
  return import('./LessonPages.tsx');
}

async function openApp(): Promise<void> {
  const later = Promise.all([import('./openPlayground.ts'), import('./App.tsx'), import('./ui/panels.ts')]);
  const live = await liveCluster();
  const opening = live instanceof Error || live === null ? await toOpen() : { scene: live.scene, id: null };
  root.render(<Opening scene={opening.scene} />);

  const [{ openPlayground }, { App }, { rememberPanels }] = await later;
  rememberPanels();
  const playground = await openPlayground(opening, parameters, live instanceof Error ? null : live);
  if (before.type === 'saved' && opening.scene.objects === before.saved.scene.objects)
    restoreTexts(playground, before.saved.texts ?? {});
  if (before.type === 'damaged') offerDownload(playground, before.text);
  if (live instanceof Error)
    void playground.dispatch({ type: 'notify', severity: 'error', text: live.message }, 'app');
  // Another link pasted over this one would else change nothing but the address.
  addEventListener('hashchange', () => {
    if (shareCodeOf(location.hash) !== null) location.reload();
  });
  // What lives in a server is not this page's to keep.
  if (live === null || live instanceof Error) startAutosave(playground, storage);
  forgetTheSceneOnceTouched(playground);
  if (parameters.lesson !== null) {
    const { wantLesson } = await import('./ui/lessonAddress.ts');
    wantLesson({ lesson: parameters.lesson, step: parameters.step });
  }
  root.render(
    <StrictMode>
      <PlaygroundContext value={playground}>
        <InEveryLanguage>
          <App />
        </InEveryLanguage>
      </PlaygroundContext>
    </StrictMode>,
  );
}

/** A link comes before what the address or the last visit say. */
function toOpen() {
  const code = shareCodeOf(location.hash);
  const otherwise = () => sceneToOpen(parameters, before.type === 'saved' ? before.saved : null);
  return code === null ? otherwise() : sharedToOpen(code, () => sceneToOpen(parameters, null));
}

/** The cluster that the address asks for; an error when nobody answers there. */
async function liveCluster() {
  if (parameters.server === null) return null;
  const { connectToLive } = await import('./playground/liveCluster.ts');
  return connectToLive(parameters.server, location.href).catch((error: Error) => error);
}

/** The address says where to begin. Once something was done there, a reload goes on with what became of it. */
function forgetTheSceneOnceTouched({ store }: Playground): void {
  const untouched = store.getState().history;
  const stop = store.subscribe(({ history: touched }) => {
    if (touched === untouched) return;
    stop();
    const { scene: _scene, seed: _seed, view: _view, ...lasting } = readQueryParameters(location.search);
    const hash = shareCodeOf(location.hash) === null ? location.hash : '';
    history.replaceState(null, '', `${location.pathname}${printQueryParameters(lasting)}${hash}`);
  });
}

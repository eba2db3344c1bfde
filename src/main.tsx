/** Entry of the app: reads the address, opens a scene and draws the page around it. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { openPlayground } from './openPlayground.ts';
import { offerDownload, pageStorage, readAutosave, startAutosave } from './playground/autosave.ts';
import { PlaygroundContext } from './playground/react.ts';
import { printQueryParameters, readQueryParameters } from './queryParameters.ts';
import './ui/base.css';
import './ui/fonts.css';
import { followSystemTheme } from './ui/theme.ts';

const parameters = readQueryParameters(location.search);
followSystemTheme(parameters.theme);

const storage = pageStorage();
const before = readAutosave(storage);
const playground = await openPlayground(parameters, before.type === 'saved' ? before.saved : undefined);
if (before.type === 'damaged') offerDownload(playground, before.text);
startAutosave(playground, storage);

// The address says where to begin. Once something was done there, a reload goes on with what became of it.
const untouched = playground.store.getState().history;
const stop = playground.store.subscribe(({ history: touched }) => {
  if (touched === untouched) return;
  stop();
  const { scene: _, seed: _seed, view: _view, ...lasting } = parameters;
  history.replaceState(null, '', `${location.pathname}${printQueryParameters(lasting)}${location.hash}`);
});

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <PlaygroundContext value={playground}>
      <App />
    </PlaygroundContext>
  </StrictMode>,
);

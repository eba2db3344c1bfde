/** Entry of the app: reads the address, opens a scene and draws the page around it. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { openPlayground } from './openPlayground.ts';
import { PlaygroundContext } from './playground/react.ts';
import { readQueryParameters } from './queryParameters.ts';
import './ui/base.css';
import './ui/fonts.css';
import { followSystemTheme } from './ui/theme.ts';

const parameters = readQueryParameters(location.search);
followSystemTheme(parameters.theme);

const playground = await openPlayground(parameters);

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <PlaygroundContext value={playground}>
      <App />
    </PlaygroundContext>
  </StrictMode>,
);

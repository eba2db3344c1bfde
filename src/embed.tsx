/** Entry of the embed: one scene to watch in a page of somebody else. Nothing is remembered. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { speakFirst } from './messages/language.ts';
import { Opening } from './Opening.tsx';
import { PlaygroundContext } from './playground/react.ts';
import { readQueryParameters } from './queryParameters.ts';
import { sceneToOpen, shareCodeOf, sharedToOpen } from './sceneToOpen.ts';
import './ui/base.css';
import { InEveryLanguage } from './ui/InEveryLanguage.tsx';
import { followSystemTheme } from './ui/theme.ts';

const parameters = readQueryParameters(location.search);
const later = Promise.all([import('./openPlayground.ts'), import('./EmbedPage.tsx')]);
const root = createRoot(document.getElementById('root')!);
followSystemTheme(parameters.theme);
await speakFirst(parameters.lang);

const code = shareCodeOf(location.hash);
const fromAddress = () => sceneToOpen(parameters, null);
const opening = await (code === null ? fromAddress() : sharedToOpen(code, fromAddress));
root.render(<Opening scene={opening.scene} isEmbed />);

const [{ openPlayground }, { EmbedPage }] = await later;
const playground = await openPlayground(opening, parameters);
root.render(
  <StrictMode>
    <PlaygroundContext value={playground}>
      <InEveryLanguage>
        <EmbedPage parameters={parameters} />
      </InEveryLanguage>
    </PlaygroundContext>
  </StrictMode>,
);

/** The page that the canvas bench measures: `?scene=shop` or `?cards=300&packets=5000&technique=overlay|svg`, `view=Concept|PacketPath`, `theme=dark`. */
import '../../src/ui/base.css';
import '../../src/ui/fonts.css';
import { createRoot } from 'react-dom/client';
import { Canvas } from '../../src/canvas/Canvas.tsx';
import { PlaygroundContext } from '../../src/playground/react.ts';
import type { SceneView } from '../../src/simulation/scene.ts';
import { AnimatedEdges } from './AnimatedEdges.tsx';
import { largeCluster, shopCluster } from './cluster.ts';
import { shuttleScript, visitScript } from './scripts.ts';
import { createStagedPlayground } from './stagedPlayground.ts';

const parameters = new URLSearchParams(location.search);
const isShop = parameters.get('scene') === 'shop';
const cluster = isShop ? shopCluster() : largeCluster(Number(parameters.get('cards') ?? 300));
const packets = Number(parameters.get('packets') ?? (isShop ? 6 : 1000));
const technique = parameters.get('technique') ?? 'overlay';
const theme = parameters.get('theme');
if (theme !== null) document.documentElement.dataset.theme = theme;

const playground = createStagedPlayground({
  cluster,
  view: (parameters.get('view') ?? 'PacketPath') as SceneView,
  packets: technique === 'overlay' ? packets : 0,
  script: isShop ? visitScript() : shuttleScript(cluster),
});
Object.assign(window, { playground });

createRoot(document.getElementById('root')!).render(
  <PlaygroundContext value={playground}>
    {technique === 'svg' ? <AnimatedEdges packets={packets} cluster={cluster} /> : <Canvas editable />}
  </PlaygroundContext>,
);

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
/** The camera for the bench: the whole cluster, or as near as one reads the cards. */
async function show(what: 'whole' | 'near', zoom: number): Promise<void> {
  press('Zoom to fit');
  await pause(400);
  if (what === 'whole') return;
  while (currentZoom() < zoom) {
    press('Zoom in');
    await pause(400);
  }
}

function press(label: string): void {
  document.querySelector<HTMLElement>(`button[aria-label="${label}"]`)?.click();
}

function currentZoom(): number {
  const viewport = document.querySelector('.react-flow__viewport')!;
  return new DOMMatrix(getComputedStyle(viewport).transform).a;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}

let frameTimes: number[] = [];
let counting = 0;

function startCounting(): void {
  frameTimes = [];
  counting = requestAnimationFrame(function tick(time) {
    frameTimes.push(time);
    counting = requestAnimationFrame(tick);
  });
}

function stopCounting(): number[] {
  cancelAnimationFrame(counting);
  return frameTimes;
}

Object.assign(window, { playground, show, startCounting, stopCounting });

createRoot(document.getElementById('root')!).render(
  <PlaygroundContext value={playground}>
    {technique === 'svg' ? <AnimatedEdges packets={packets} cluster={cluster} /> : <Canvas />}
  </PlaygroundContext>,
);

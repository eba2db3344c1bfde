/** `npm run bench:terminal`: how long kubectl in the terminal takes to answer in a cluster of 1,000 Pods. */
import { createPlayground } from '../playground/playground.ts';
import { steppedFrames } from '../playground/steppedFrames.ts';
import { openSession } from '../terminal/session.ts';
import { node, pod, service } from '../testing/cluster.ts';

const PODS = 1000;
const NODES = 20;
const TURNS = 15;
const LIMIT_MS = 50;

const lines = [
  'kubectl get pods',
  'kubectl get pods -A -o wide',
  'kubectl get pods -l app=shop-7',
  'kubectl get pods -o name | wc -l',
  'kubectl get pods -o yaml | grep -c podIP:',
  'kubectl describe svc shop-7',
  'kubectl label pod shop-7 turn=TURN --overwrite',
  'kubectl scale deploy nobody --replicas=2',
];

const objects = [
  ...Array.from({ length: NODES }, (_, index) => node(`node-${index}`)),
  ...Array.from({ length: PODS }, (_, index) =>
    pod(`shop-${index}`, `shop-${index % 50}`, { nodeName: `node-${index % NODES}` }),
  ),
  ...Array.from({ length: 50 }, (_, index) => service(`shop-${index}`)),
];
const frames = steppedFrames();
const playground = createPlayground({
  scene: { title: 'Bench', lookAt: '', seed: 1, view: 'Concept', objects, layout: {} },
  frames,
});
let printed = 0;
const session = openSession(playground, {
  print: (text) => {
    printed += text.length;
  },
  clear() {},
  onPlace() {},
});
frames.advance(3000);

let slowest = 0;
for (const line of lines) {
  const times: number[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    const began = performance.now();
    await session.run(line.replace('TURN', String(turn)));
    times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  const median = times[Math.floor(TURNS / 2)]!;
  slowest = Math.max(slowest, median);
  console.log(`${line.padEnd(44)} ${median.toFixed(1).padStart(7)} ms`);
}
console.log(
  `\n${PODS} Pods: the slowest answer takes ${slowest.toFixed(1)} ms (limit ${LIMIT_MS} ms), ${printed} characters printed`,
);
session.close();
playground.destroy();
process.exit(slowest > LIMIT_MS ? 1 : 0);

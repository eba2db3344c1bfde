/**
 * `npm run -s bench:terminal`: what an answer of the terminal costs in a cluster of 1,000 Pods, line by line, in
 * processor time, so that a busy machine does not count as a slow terminal. Exit 1 above the ceiling.
 */
import { cpus } from 'node:os';
import { everyPart } from '../playground/everyPart.ts';
import { createPlayground } from '../playground/playground.ts';
import { steppedFrames } from '../playground/steppedFrames.ts';
import { openSession } from '../terminal/session.ts';
import { deployment, node, pod, service } from '../testing/cluster.ts';

const PODS = 1000;
const OWNED_PODS = 200;
const NODES = 20;
const TURNS = 15;
const CEILING_MS = 50;

/** TURN is another number each time, so that there is something to write. */
const lines = [
  'kubectl get pods',
  'kubectl get pods -A -o wide',
  'kubectl get pods -l app=shop-7',
  'kubectl get pods -o name | wc -l',
  'kubectl get pods -o json | wc -l',
  'kubectl get pods -o yaml | wc -l',
  "kubectl get pods -o jsonpath='{.items[*].status.podIP}' | wc -w",
  'kubectl get all | wc -l',
  'kubectl get events',
  'kubectl describe svc shop-7',
  'kubectl describe pod shop-7',
  'kubectl describe node node-7',
  'kubectl label pod shop-7 turn=TURN --overwrite',
  'kubectl annotate svc shop-7 turn=TURN --overwrite',
  `kubectl patch svc shop-7 -p '{"metadata":{"labels":{"turn":"nTURN"}}}'`,
  'kubectl scale deploy web --replicas=TURN',
  'kubectl delete pod shop-TURN --wait=false',
  'kubectl create service clusterip made-TURN --tcp=80',
  'kubectl apply -f - <<END\napiVersion: v1\nkind: Service\nmetadata: {name: applied}\nspec: {selector: {app: shop-TURN}, ports: [{port: 80}]}\nEND',
  'kubectl cordon node-TURN',
];

const objects = [
  ...Array.from({ length: NODES }, (_, index) => node(`node-${index}`)),
  ...Array.from({ length: PODS - OWNED_PODS }, (_, index) =>
    pod(`shop-${index}`, `shop-${index % 50}`, { nodeName: `node-${index % NODES}` }),
  ),
  deployment('web', OWNED_PODS),
  ...Array.from({ length: 50 }, (_, index) => service(`shop-${index}`)),
];
const frames = steppedFrames();
const playground = createPlayground({
  scene: { title: 'Bench', lookAt: '', seed: 1, view: 'Concept', objects, layout: {} },
  frames,
  parts: everyPart,
});
let printed = 0;
const session = openSession(playground, {
  print: (text) => {
    printed += text.length;
  },
  clear() {},
  onPlace() {},
});
frames.advance(5000);

console.log(`${PODS.toLocaleString('en')} Pods, ${cpus().length} cores (${cpus()[0]?.model.trim()})\n`);
console.log(`${'line'.padEnd(64)}  median  slowest of ${TURNS}  (ceiling ${CEILING_MS} ms)`);
let slowest = 0;
for (const line of lines) {
  const times: number[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    // What was written before has settled.
    frames.advance(500);
    const before = process.cpuUsage();
    await session.run(line.replaceAll('TURN', String(turn + 1)));
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / 1000);
  }
  times.sort((a, b) => a - b);
  const median = times[Math.floor(TURNS / 2)]!;
  slowest = Math.max(slowest, median);
  const name = line.split('\n')[0]!;
  console.log(`${name.padEnd(64)} ${ms(median)} ${ms(times.at(-1)!)}`);
}
console.log(
  `\nThe slowest answer takes ${slowest.toFixed(1)} ms (ceiling ${CEILING_MS} ms); ${printed.toLocaleString('en')} characters printed.`,
);
session.close();
playground.destroy();
process.exit(slowest > CEILING_MS ? 1 : 0);

function ms(value: number): string {
  return `${value.toFixed(1).padStart(7)} ms`;
}

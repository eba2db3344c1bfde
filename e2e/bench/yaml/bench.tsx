/** The page that the YAML bench measures: `?lines=5000&shape=many|one`, many objects or one long one. */
import '../../../src/ui/base.css';
import { createRoot } from 'react-dom/client';
import { everyPart } from '../../../src/playground/everyPart.ts';
import { createPlayground } from '../../../src/playground/playground.ts';
import { PlaygroundContext } from '../../../src/playground/react.ts';
import { importText } from '../../../src/playground/sceneFile.ts';
import { YamlView } from '../../../src/yaml/YamlView.tsx';

const parameters = new URLSearchParams(location.search);
const wanted = Number(parameters.get('lines') ?? 5000);

function service(index: number): string {
  return `# Service number ${index}.
apiVersion: v1
kind: Service
metadata:
  name: shop-${index}
  labels: {app: shop, part: "${index}"} # how it is found
spec:
  type: ClusterIP
  selector:
    app: shop
    part: "${index}"
  ports:
    # plain
    - name: http
      port: 80
      targetPort: 8080
    - name: metrics
      port: 9100
      targetPort: metrics
`;
}

const LINES_OF_SERVICE = service(0).split('\n').length;

function manySmall(): string {
  const count = Math.ceil(wanted / LINES_OF_SERVICE);
  return Array.from({ length: count }, (_, index) => service(index)).join('---\n');
}

function oneLong(): string {
  const head = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: long\ndata:\n';
  return head + Array.from({ length: wanted - 5 }, (_, index) => `  key-${index}: value ${index}\n`).join('');
}

const playground = createPlayground({
  parts: everyPart,
  scene: { title: '', lookAt: '', seed: 1, view: 'Concept', objects: [], layout: {} },
  playing: false,
});
await importText(playground, parameters.get('shape') === 'one' ? oneLong() : manySmall(), {
  bringToLife: false,
});

createRoot(document.getElementById('root')!).render(
  <PlaygroundContext value={playground}>
    <YamlView />
  </PlaygroundContext>,
);

/** The ready-made scenes, in the order of the gallery. */
import type { Scene } from '../simulation/scene.ts';
import { DEFAULT_SCENE_ID, defaultScene, loadScene, type SceneId } from './files.ts';

export { DEFAULT_SCENE_ID, defaultScene };

export interface SceneEntry {
  id: string;
  title: string;
  /** One line: what to look at. */
  lookAt: string;
  load(): Promise<Scene>;
}

function entry(id: SceneId, title: string, lookAt: string): SceneEntry {
  return { id, title, lookAt, load: () => loadScene(id) };
}

/** Title and line repeat what the files say, so that the gallery need not load them; a test compares. */
export const scenes: readonly SceneEntry[] = [
  entry(DEFAULT_SCENE_ID, defaultScene.title, defaultScene.lookAt),
  entry(
    'microservices',
    'Microservices inside the cluster',
    'web asks catalog and cart by name. DNS answers with a ClusterIP that no machine has; kube-proxy on the sender’s own Node turns it into a Pod.',
  ),
  entry(
    'node-port',
    'A demo through a NodePort',
    'Every Node answers on port 30080, also node-b, which runs no Pod of the demo: its kube-proxy sends the visitor on to node-a, under its own address.',
  ),
  entry(
    'payments',
    'Payments through an ExternalName',
    'payments is only a DNS alias: the Pods get pay.example.com as the answer and talk to the gateway themselves. shop-1 asks for the real name in TLS and Host and is served; shop-2 asks for payments, and the certificate is for another name.',
  ),
  entry(
    'headless',
    'A headless database',
    'db has no address of its own: DNS answers with the addresses of its three Pods, and the client picks one. db-0.db names one Pod for good.',
  ),
  entry(
    'dual-stack',
    'Two address families',
    'web asks for the IPv4 and the IPv6 address of each name at once. catalog has both, and web takes IPv6. cart has IPv4 only: its AAAA answer is empty, and nothing is lost.',
  ),
  entry(
    'network-policy',
    'A database behind a NetworkPolicy',
    'Only api may reach db. What web sends to db is dropped at the Pod without a word, so web waits until it gives up. api may ask the DNS because its own policy says so.',
  ),
  entry(
    'ingress',
    'Two Services behind one Ingress',
    'One load balancer, two applications: the Ingress only says what should be. Traefik’s Pod reads it, takes each request in and opens a connection of its own to a Pod of shop or of api, by host and path.',
  ),
  entry(
    'gateway',
    'A Gateway that splits traffic',
    'Envoy Gateway saw the Gateway eg and made a proxy and a load balancer for it. The HTTPRoute sends nine requests of ten to shop-v1 and one to shop-v2. Change the weights, and delete the Gateway: its proxy goes too.',
  ),
  entry(
    'rolling-update',
    'Why do some requests fail during a rollout?',
    'Change the image of hasty and watch: while its Pods stop, nodes still send them visitors, who are refused. Then change patient, whose preStop hook sleeps five seconds first: nobody is lost.',
  ),
  entry(
    'all-together',
    'All of them in one cluster',
    'Five ways to be reached, side by side. Follow one packet of each and compare: who rewrites it, and who answers?',
  ),
  entry(
    'empty',
    'An empty cluster',
    'Drag a Node from Build, then a Pod onto it, then a Service. A Client at the left is the visitor.',
  ),
];

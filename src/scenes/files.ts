/** The files of the ready-made scenes. The default scene is there from the start, the others come when they are opened. */
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import { asProven } from '../playground/provenScenes.ts';
import type { FeatureName } from '../simulation/features.ts';
import type { Scene } from '../simulation/scene.ts';
import { sceneFromObjects } from '../simulation/scene.ts';
import { documents as shop } from './shop.yaml';

export const DEFAULT_SCENE_ID = 'shop';

export const defaultScene: Scene = asProven(sceneFromObjects(shop));

const files = {
  microservices: () => import('./microservices.yaml'),
  'node-port': () => import('./node-port.yaml'),
  payments: () => import('./payments.yaml'),
  headless: () => import('./headless.yaml'),
  'dual-stack': () => import('./dual-stack.yaml'),
  'network-policy': () => import('./network-policy.yaml'),
  ingress: () => import('./ingress.yaml'),
  gateway: () => import('./gateway.yaml'),
  'rolling-update': () => import('./rolling-update.yaml'),
  'all-together': () => import('./all-together.yaml'),
  empty: () => import('./empty.yaml'),
} satisfies Record<string, () => Promise<{ documents: KubernetesObject[] }>>;

export type SceneId = keyof typeof files | typeof DEFAULT_SCENE_ID;

/** What of the simulation they ask for, so that it can be loaded together with their files; a test compares. */
const features: Partial<Record<SceneId, readonly FeatureName[]>> = {
  'dual-stack': ['ipFamilies'],
  'network-policy': ['networkPolicies'],
  ingress: ['changes', 'httpRouting'],
  gateway: ['changes', 'httpRouting'],
  'rolling-update': ['changes', 'failures'],
};

export function featuresOfScene(id: SceneId): readonly FeatureName[] {
  return features[id] ?? [];
}

export function isSceneId(id: string): id is SceneId {
  return id === DEFAULT_SCENE_ID || Object.hasOwn(files, id);
}

export async function loadScene(id: SceneId): Promise<Scene> {
  if (id === DEFAULT_SCENE_ID) return defaultScene;
  return asProven(sceneFromObjects((await files[id]()).documents));
}

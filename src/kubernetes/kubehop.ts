/**
 * The group `kubehop.dev/v1alpha1`: what stands outside Kubernetes but must be on the canvas. All are cluster-scoped,
 * and behave as custom resources do: same kinds table, same YAML, same terminal.
 */
import type { KubernetesObject } from './objectMeta.ts';

export type { Client } from './client.ts';
export type { CloudProvider } from './cloudProvider.ts';
export type { OutsideServer } from './outsideServer.ts';
export type { Traffic } from './traffic.ts';

export const KUBEHOP_API_VERSION = 'kubehop.dev/v1alpha1';
/** Where an object stands on the canvas: `"x,y"` in canvas units. Written on export, read on import. */
export const POSITION_ANNOTATION = 'kubehop.dev/position';

/** What a scene file says about itself. Never in the cluster: the scene reader takes it out. */
export interface SceneDescription extends KubernetesObject {
  kind: 'Scene';
  spec: {
    title: string;
    /** One line: what to look at. */
    lookAt?: string;
    seed?: number;
    view?: 'Concept' | 'Endpoints' | 'PacketPath';
  };
}

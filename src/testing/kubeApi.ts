/** Asks the API in tests, as a client would: JSON in, JSON out. */

import { answer } from '../kubeApi/api.ts';
import { type Cluster, createCluster } from '../kubeApi/cluster.ts';
import type { ApiResponse } from '../kubeApi/http.ts';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import { sceneFromObjects } from '../simulation/scene.ts';
import { createSimulation } from '../simulation/simulation.ts';

// biome-ignore lint/suspicious/noExplicitAny: tests look into whatever comes back.
type Anything = any;

export interface Answered {
  readonly status: number;
  readonly body: Anything;
  readonly warnings: readonly string[];
}

export function clusterOf(objects: readonly object[]): Cluster {
  return createCluster(createSimulation(sceneFromObjects(objects as KubernetesObject[])));
}

export interface Asked {
  readonly body?: object;
  readonly type?: string;
  readonly accept?: string;
}

/** `GET /api/v1/pods?limit=1` */
export function ask(cluster: Cluster, line: string, asked: Asked = {}): Answered {
  const { status, body, warnings = [] } = request(cluster, line, asked);
  return { status, body: typeof body === 'string' ? parsed(body) : body, warnings };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function request(cluster: Cluster, line: string, { body, type, accept }: Asked): ApiResponse {
  const [method = '', address = ''] = line.split(' ');
  const { pathname, searchParams } = new URL(address, 'http://localhost');
  return answer(cluster, {
    method,
    path: pathname,
    query: searchParams,
    headers: {
      'content-type': type ?? 'application/json',
      'user-agent': 'test/1',
      ...(accept === undefined ? {} : { accept }),
    },
    body: body === undefined ? new Uint8Array() : new TextEncoder().encode(JSON.stringify(body)),
  });
}

/** The events of a watch as they come; the list grows. */
export function watched(cluster: Cluster, line: string): { type: string; object: KubernetesObject }[] {
  const { body } = request(cluster, line, {});
  if (typeof body === 'string') throw new Error(body);
  const seen: { type: string; object: KubernetesObject }[] = [];
  body(
    (text) => {
      seen.push(JSON.parse(text) as (typeof seen)[number]);
    },
    () => {},
  );
  return seen;
}

/** Runs conformance vectors: facts about Kubernetes, one JSON file each, through the simulation's own functions. */
import { checkDns } from './dns.ts';
import { checkEndpointSlice } from './endpointSlice.ts';
import { checkKubectl } from './kubectl.ts';
import { checkKubeProxy } from './kubeProxy.ts';
import { checkTopology } from './topology.ts';
import { checkValidation } from './validation.ts';

/** One fact that was checked. */
export interface Check {
  /** Vector, mode and packet: `masquerade-base[iptables] pod-to-lb`. */
  readonly id: string;
  /** null: as expected; else what came instead. */
  readonly failure: string | null;
}

/** A vector file's content in, one check per fact out. */
export type Runner = (vector: never) => Check[];

/** By the name of the folder that the files are in. */
export const runners: Readonly<Record<string, Runner>> = {
  dns: checkDns,
  endpointslice: checkEndpointSlice,
  'kube-proxy': checkKubeProxy,
  kubectl: checkKubectl,
  topology: checkTopology,
  validation: checkValidation,
};

export interface KindReport {
  readonly kind: string;
  /** null: nothing here can run vectors of this kind. */
  readonly checks: readonly Check[] | null;
}

export interface VectorFile {
  /** `…/kube-proxy/masquerade-base.json` */
  readonly path: string;
  readonly content: string;
}

export function runVectors(files: readonly VectorFile[]): KindReport[] {
  const kinds = new Map<string, Check[] | null>();
  for (const { path, content } of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const kind = path.split('/').at(-2) ?? '';
    const runner = runners[kind];
    const checks = kinds.get(kind) ?? (runner === undefined ? null : []);
    kinds.set(kind, checks);
    if (runner === undefined || checks === null) continue;
    try {
      checks.push(...runner(JSON.parse(content) as never));
    } catch (error) {
      checks.push({ id: path, failure: String(error) });
    }
  }
  return [...kinds].map(([kind, checks]) => ({ kind, checks }));
}

/** One line per kind, then the failing ids; `passed` is false when any check failed. */
export function writeReport(reports: readonly KindReport[]): { lines: string[]; passed: boolean } {
  const lines: string[] = [];
  const failures: string[] = [];
  for (const { kind, checks } of reports) {
    if (checks === null) {
      lines.push(`${kind} no runner`);
      continue;
    }
    const failed = checks.filter((check) => check.failure !== null);
    lines.push(`${kind} ${checks.length - failed.length}/${checks.length}`);
    failures.push(...failed.map(({ id, failure }) => `${kind} ${id}: ${failure}`));
  }
  return { lines: [...lines, ...failures], passed: failures.length === 0 };
}

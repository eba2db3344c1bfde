/** Plays scenes and random clusters, and says for each what came of it: the same text wherever it runs. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import type { KubernetesObject } from '../src/kubernetes/objectMeta.ts';
import { advance, createSimulation } from '../src/simulation/simulation.ts';
import { anyTown, build, playOut } from '../src/testing/randomClusters.ts';

export interface PlayedScene {
  readonly title: string;
  readonly objects: KubernetesObject[];
}

const SCENE_MS = 30_000;
const CLUSTERS = 60;

/** Title, number of events and their hash. */
export type LogLine = readonly [title: string, events: number, hash: string];

function lineOf(title: string, events: readonly unknown[]): LogLine {
  return [title, events.length, bytesToHex(sha256(utf8ToBytes(JSON.stringify(events))))];
}

export function play(scenes: readonly PlayedScene[], seed: number): LogLine[] {
  const towns = fc.sample(anyTown, { seed, numRuns: CLUSTERS });
  return [
    ...scenes.map(({ title, objects }) =>
      lineOf(title, advance(createSimulation({ seed, objects }), SCENE_MS)),
    ),
    ...towns.map((town, index) => lineOf(`cluster ${index}`, playOut(build(town), town))),
  ];
}

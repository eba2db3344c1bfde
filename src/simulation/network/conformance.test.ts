/** The vectors of `testdata/`, copied from Kubernetes' own tests (see its README), run like the command line does. */
import { expect, test } from 'vitest';
import { runVectors, writeReport } from '../../testing/conformance/conformance.ts';

const contents = import.meta.glob<string>('../testdata/*/*.json', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const files = Object.entries(contents).map(([path, content]) => ({ path, content }));

test('KP1 every packet of the kube-proxy vectors goes where Kubernetes sends it, in each mode', () => {
  const report = runVectors(files.filter(({ path }) => path.includes('/kube-proxy/')));
  expect(writeReport(report)).toEqual({ lines: ['kube-proxy 288/288'], passed: true });
});

test('KP2 the endpoints that count on a node are those of the topology vectors', () => {
  const report = runVectors(files.filter(({ path }) => path.includes('/topology/')));
  expect(writeReport(report)).toEqual({ lines: ['topology 23/23'], passed: true });
});

test('DNS12 CoreDNS answers every query of the dns vectors as upstream does', () => {
  const report = runVectors(files.filter(({ path }) => path.includes('/dns/')));
  expect(writeReport(report)).toEqual({ lines: ['dns 112/112'], passed: true });
});

test('a vector that is not met is reported with its id, and a folder without a runner does not fail', () => {
  const [topology] = files.filter(({ path }) => path.endsWith('/cluster-some-ready.json'));
  const broken = {
    ...topology!,
    content: topology!.content.replace('"hasAnyEndpoints": true', '"hasAnyEndpoints": false'),
  };
  const { lines, passed } = writeReport(runVectors([broken, { path: 'x/unheard/of.json', content: '{}' }]));
  expect(passed).toBe(false);
  expect(lines.slice(0, 2)).toEqual(['topology 0/1', 'unheard no runner']);
  expect(lines[2]).toContain('topology cluster-some-ready: expected');
});

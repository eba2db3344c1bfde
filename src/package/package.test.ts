/** Packs the npm package as it would be published and uses it in a folder of its own, without a registry. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'kubehop-package-'));
const packed = join(folder, 'packed');
const site = join(folder, 'site');
const run = (command: string, args: string[], cwd: string) =>
  execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
let files: string[] = [];

beforeAll(() => {
  // The static site needs a whole build: a file in its place shows where it goes.
  mkdirSync(join(packed, 'dist'), { recursive: true });
  mkdirSync(site);
  writeFileSync(join(packed, 'dist/kubehop.js'), 'export {};\n');
  run('npx', ['tsx', 'src/commandLine/buildPackage.ts', join(packed, 'lib')], root);
  for (const name of ['package.json', 'README.md', 'LICENSE'])
    writeFileSync(join(packed, name), readFileSync(join(root, name)));
  run('cp', ['-r', join(root, 'integrations'), packed], root);
  const [tarball] = JSON.parse(run('npm', ['pack', '--json', '--ignore-scripts'], packed)) as [
    { filename: string; files: { path: string }[] },
  ];
  files = tarball.files.map(({ path }) => path);
  writeFileSync(join(site, 'package.json'), '{ "name": "site", "private": true, "type": "module" }');
  run('npm', ['install', '--offline', '--no-audit', '--no-fund', join(packed, tarball.filename)], site);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a script of the site prints. */
function say(script: string): string {
  writeFileSync(join(site, 'script.js'), script);
  return run('node', ['script.js'], site).trim();
}

test('the package holds modules, types, integrations and the site, and no sources, tests or machine paths', () => {
  expect(files).toEqual(
    expect.arrayContaining([
      'LICENSE',
      'README.md',
      'dist/kubehop.js',
      'lib/simulation.js',
      'lib/types/package/simulation.d.ts',
      'package.json',
    ]),
  );
  expect(files.filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts'))).toEqual([]);
  expect(files.filter((path) => /(?:^|\/)(?:src|e2e|testdata|testing)\/|\.test\./.test(path))).toEqual([]);
  for (const path of files.filter((name) => name.startsWith('lib/')))
    expect(readFileSync(join(packed, path), 'utf8'), path).not.toContain(root);
});

test('nothing else is installed with it, and every entry can be imported in Node but the components', () => {
  const { dependencies = {} } = JSON.parse(readFileSync(join(packed, 'package.json'), 'utf8')) as {
    dependencies?: object;
  };
  expect(dependencies).toEqual({});
  const names = say(`
    const entries = ['simulation', 'remark', 'markdown-it'];
    const modules = await Promise.all(entries.map((entry) => import('kubehop/' + entry)));
    console.log(modules.flatMap((module) => Object.keys(module)).join(' '));
  `);
  expect(names).toContain('createSimulation');
  expect(names).toContain('remarkKubehop');
  expect(names).toContain('markdownItKubehop');
  expect(say(`console.log(import.meta.resolve('kubehop/element').endsWith('/dist/kubehop.js'))`)).toBe(
    'true',
  );
});

test('every example of the documentation runs on the installed package and prints what it says', () => {
  const text = readFileSync(join(root, 'src/package/README.md'), 'utf8');
  const examples = [...text.matchAll(/```js\n([\s\S]*?)```\n+```text\n([\s\S]*?)```/g)];
  expect(examples.length).toBeGreaterThanOrEqual(3);
  for (const [, script, output] of examples) expect(say(script!)).toBe(output!.trim());
});

test('its types are enough for a strict TypeScript project', () => {
  const example = `
    import { advance, createSimulation, readScene, type SimulationEvent } from 'kubehop/simulation';
    import type { KubehopPlaygroundElement } from 'kubehop/element';
    const events: SimulationEvent[] = advance(createSimulation(readScene('')), 1000);
    const hops = events.filter((event) => event.type === 'Hop');
    export const firstPlace: string | undefined = hops[0]?.from;
    export const play = (element: KubehopPlaygroundElement) => element.play();
    const element = document.querySelector('kubehop-playground');
    element?.step();
    element?.addEventListener('hop', ({ detail }) => console.log(detail.from.length + detail.at));
    element?.addEventListener('click', ({ clientX }) => console.log(clientX));
    // @ts-expect-error a hop has a place where it begins, and no start
    element?.addEventListener('hop', ({ detail }) => console.log(detail.start));
    // @ts-expect-error a scene is text
    readScene(7);
  `;
  writeFileSync(join(site, 'example.ts'), example);
  expect(checkTypes('example.ts')).toBe('');
});

test('the component and the element are typed in React', () => {
  mkdirSync(join(site, 'node_modules/@types'));
  symlinkSync(join(root, 'node_modules/@types/react'), join(site, 'node_modules/@types/react'));
  const example = `
    import { Kubehop, type HopDetail } from 'kubehop/react';
    const placeOf = (hop: HopDetail): string => hop.to;
    export const page = (
      <>
        <Kubehop scene="shop" view="packet-path" onHop={placeOf} onError={({ problems }) => problems[0]?.line} />
        <kubehop-playground scene="shop" controls="play" height={360} className="wide" ref={(it) => it?.play()} />
        {/* @ts-expect-error there is no such view */}
        <Kubehop view="sideways" />
        {/* @ts-expect-error a hop is no text */}
        <Kubehop onHop={(hop: string) => hop} />
      </>
    );
  `;
  writeFileSync(join(site, 'example.tsx'), example);
  expect(checkTypes('example.tsx', '--jsx', 'react-jsx')).toBe('');
});

/** What the compiler says, which is nothing. */
function checkTypes(file: string, ...more: string[]): string {
  const args = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023', '--types', ''];
  try {
    return run(join(root, 'node_modules/.bin/tsc'), [...args, ...more, file], site);
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

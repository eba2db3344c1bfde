/** Holds the house rules: who may import whom, what the pure layers may not call, how files are named. */
import { expect, test } from 'vitest';

const sources = readAll(
  import.meta.glob('./**/*.{ts,tsx}', { query: '?raw', import: 'default', eager: true }),
);
const specification = Object.values(
  import.meta.glob('./simulation/SPEC.md', { query: '?raw', import: 'default', eager: true }),
).join('\n');

interface Source {
  /** Relative to `src/`: `simulation/network/kubeProxy.ts`. */
  path: string;
  folder: string;
  text: string;
  isTest: boolean;
}

interface Import {
  from: Source;
  /** The package's name, or a path relative to `src/`. */
  target: string;
  /** The first folder of the path, '' for a file directly in `src/`, null for a package. */
  folder: string | null;
  typesOnly: boolean;
}

const views = [
  'canvas',
  'clusterEvents',
  'gallery',
  'importExport',
  'inspector',
  'learn',
  'nodeTables',
  'packets',
  'palette',
  'offline',
  'sharing',
  'terminal',
  'timeline',
  'traffic',
  'transport',
  'yaml',
];

/** Folder → the folders of ours that its files may import, itself aside. `simulation` for a view: types and reasons only. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  kubernetes: [],
  /** What people read; whoever draws or says something asks it. */
  messages: [],
  simulation: ['kubernetes'],
  /** Of the API only what a request and an answer are. */
  kubectl: ['kubernetes', 'kubeApi'],
  /** The API server's door for a real kubectl. */
  kubeApi: ['kubernetes', 'simulation', 'kubectl'],
  playground: ['kubernetes', 'simulation', 'messages'],
  /** The table of actions there dispatches commands. */
  ui: ['kubernetes', 'playground', 'messages'],
  scenes: ['kubernetes', 'simulation', 'playground', 'messages'],
  ...Object.fromEntries(
    views.map((view) => [view, ['kubernetes', 'playground', 'ui', 'scenes', 'simulation', 'messages']]),
  ),
  /** Lessons are checked, and their solutions run, without a page. */
  lessons: ['kubernetes', 'simulation', 'playground', 'messages', 'kubectl', 'kubeApi', 'terminal'],
  /** Lessons, as they are read and done. */
  learn: ['kubernetes', 'playground', 'ui', 'scenes', 'simulation', 'messages', 'lessons'],
  /** Its kubectl asks the API. */
  terminal: ['kubernetes', 'playground', 'ui', 'scenes', 'simulation', 'kubectl', 'kubeApi', 'messages'],
};
/** These stand above the layers and may import anything. */
const above = ['', 'commandLine', 'documentation', 'embed', 'package', 'testing'];

const product = sources.filter((source) => !source.isTest && !source.path.endsWith('.d.ts'));
const imports = product.flatMap(importsOf);

test('every folder of src has a place in the table of layers', () => {
  const known = [...Object.keys(mayImport), ...above];
  expect(product.map((source) => source.folder).filter((folder) => !known.includes(folder))).toEqual([]);
});

test('folders import only what their layer may see', () => {
  const strays = imports.filter(
    ({ from, folder }) =>
      folder !== null &&
      folder !== from.folder &&
      !above.includes(from.folder) &&
      !mayImport[from.folder]?.includes(folder),
  );
  expect(strays.map(inWords)).toEqual([]);
});

test('views see of the simulation only types and reasons', () => {
  const strays = imports.filter(
    ({ from, folder, target, typesOnly }) =>
      views.includes(from.folder) &&
      folder === 'simulation' &&
      !typesOnly &&
      target !== 'simulation/reasons.ts',
  );
  expect(strays.map(inWords)).toEqual([]);
});

test('React stays in the views, and React Flow in the canvas that is edited', () => {
  const reactPackages = /^(?:react|react-dom|lucide-react)(?:\/|$)/;
  const mayUseReact = (source: Source) =>
    [...views, 'embed', 'package', 'ui'].includes(source.folder) ||
    source.path === 'playground/react.ts' ||
    /^(?:App|main|embed|[A-Z]\w*)\.tsx$/.test(source.path);
  const strays = imports.filter(
    ({ from, target }) =>
      (reactPackages.test(target) && !mayUseReact(from)) ||
      (target.startsWith('@xyflow/') && !from.path.startsWith('canvas/flow/')),
  );
  expect(strays.map(inWords)).toEqual([]);
});

test('what is below the playground knows neither wall time nor chance, and sets no timers', () => {
  const banned =
    /Math\.random|Date\.now|performance\.now|\bset(?:Timeout|Interval|Immediate)\b|\bnew Date\(\s*\)|\bcrypto\./g;
  const found = product
    .filter((source) => ['kubernetes', 'simulation', 'kubectl', 'kubeApi'].includes(source.folder))
    .flatMap((source) =>
      [...withoutComments(source.text).matchAll(banned)].map((match) => `${source.path}: ${match[0]}`),
    );
  expect(found).toEqual([]);
});

test('every rule of the specification is named by a test, and every rule that a test names exists', () => {
  const rules = new Set(
    [...specification.matchAll(/^[\s*|#-]*\**([A-Z]{1,4}\d+)\b/gm)].map((match) => match[1]!),
  );
  const tests = sources.filter((source) => source.isTest && source.folder === 'simulation');
  const named = new Set(tests.flatMap((source) => rulesInTitles(source.text)));
  expect(rules.size).toBeGreaterThan(0);
  expect({
    untested: [...rules].filter((rule) => !named.has(rule)),
    unknown: [...named].filter((rule) => !rules.has(rule)),
  }).toEqual({
    untested: [],
    unknown: [],
  });
});

test('nothing is exported as default', () => {
  const found = product.filter((source) => /^export (?:default\b|\{[^}]*\bas default\b)/m.test(source.text));
  expect(found.map((source) => source.path)).toEqual([]);
});

test('files are named after what is in them, and an index is a table', () => {
  const empty =
    /(?:^|\/)(?:utils?|helpers?|managers?|common|misc|shared)\.tsx?$|(?:Utils?|Helpers?|Manager)\.tsx?$/;
  const tables = ['scenes/index.ts'];
  const paths = sources.map((source) => source.path);
  expect(paths.filter((path) => empty.test(path))).toEqual([]);
  expect(paths.filter((path) => path.endsWith('/index.ts') && !tables.includes(path))).toEqual([]);
});

test('each file says in its first line what it is', () => {
  const silent = product.filter((source) => !source.text.startsWith('/**'));
  expect(silent.map((source) => source.path)).toEqual([]);
});

test('no file has grown past 400 lines', () => {
  const long = product.filter((source) => source.text.split('\n').length > 400);
  expect(long.map((source) => source.path)).toEqual([]);
});

function readAll(texts: Record<string, unknown>): Source[] {
  return Object.entries(texts).map(([name, text]) => {
    const path = name.replace(/^\.\//, '');
    return {
      path,
      folder: path.includes('/') ? path.slice(0, path.indexOf('/')) : '',
      text: String(text),
      isTest: /\.test\.tsx?$/.test(path) || path.startsWith('testing/'),
    };
  });
}

function importsOf(from: Source): Import[] {
  const text = withoutComments(from.text);
  const statements = text.matchAll(/^(?:import|export)\s+(type\s+)?([^'"`;]*?)\s*(?:\bfrom\s*)?'([^']+)'/gm);
  const dynamic = text.matchAll(/\bimport\(\s*'([^']+)'\s*\)/g);
  return [
    ...[...statements].map((match) =>
      toImport(from, match[3]!, match[1] !== undefined || namesOnlyTypes(match[2]!)),
    ),
    ...[...dynamic].map((match) => toImport(from, match[1]!, false)),
  ];
}

/** `{ type A, type B }` */
function namesOnlyTypes(clause: string): boolean {
  const names = /^\{([\s\S]*)\}$/
    .exec(clause.trim())?.[1]
    ?.split(',')
    .map((name) => name.trim());
  return names?.filter((name) => name !== '').every((name) => name.startsWith('type ')) ?? false;
}

function toImport(from: Source, specifier: string, typesOnly: boolean): Import {
  if (!specifier.startsWith('.')) return { from, target: specifier, folder: null, typesOnly };
  const target = new URL(specifier, `file:///${from.path}`).pathname.slice(1);
  return {
    from,
    target,
    folder: target.includes('/') ? target.slice(0, target.indexOf('/')) : '',
    typesOnly,
  };
}

function inWords({ from, target }: Import): string {
  return `${from.path} imports ${target}`;
}

/** Good enough for searching: a `//` inside a string also ends the line, which hides nothing that matters here. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`])\/\/.*$/gm, '$1');
}

/** `test('KP3 KP4 Local policy …')` → KP3, KP4 */
function rulesInTitles(text: string): string[] {
  const titles = text.matchAll(
    /\b(?:test|it|describe)(?:\.\w+(?:\([^()]*\))?)*\(\s*['"`]((?:[A-Z]{1,4}\d+[\s,:]+)+)/g,
  );
  return [...titles].flatMap((match) => match[1]!.match(/[A-Z]{1,4}\d+/g) ?? []);
}

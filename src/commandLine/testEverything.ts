/** `npm test`: every check, one after the other, stopping at the first that fails; the last line sums the tests up. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';

const steps = [
  { title: 'Format and lint', script: ['lint'] },
  { title: 'Types', script: ['types'] },
  { title: 'Unit tests', script: ['unit'] },
  { title: 'Lessons', script: ['lesson', '--', '--all', '--quiet'] },
  { title: 'Conformance', script: ['conformance', '--', 'src/simulation/testdata'] },
  { title: 'Build', script: ['build'] },
  { title: 'Size', script: ['size', '--', '--no-build'] },
  { title: 'End to end', script: ['e2e'] },
  { title: 'Documentation sites', script: ['sites-check'] },
] as const;

interface Count {
  passed: number;
  failed: number;
}

/** Written by the test runners; each tells its figures in its own words. */
const reports: readonly { path: string; read: (report: never) => Count }[] = [
  {
    path: 'test-results/unit.json',
    read: (report: { numPassedTests: number; numFailedTests: number }) => ({
      passed: report.numPassedTests,
      failed: report.numFailedTests,
    }),
  },
  {
    path: 'test-results/endToEnd.json',
    read: ({ stats }: { stats: { expected: number; flaky: number; unexpected: number } }) => ({
      passed: stats.expected + stats.flaky,
      failed: stats.unexpected,
    }),
  },
];

for (const { path } of reports) rmSync(path, { force: true });
const broken = steps.find((step) => !succeeds(step));
const total = reports.map(readCount).reduce(add, { passed: 0, failed: 0 });
// A step that failed without a failing test (lint, types, build …) counts as one failure.
if (broken !== undefined && total.failed === 0) total.failed = 1;
if (broken !== undefined) console.log(`\nStopped at: ${broken.title} (npm run ${broken.script.join(' ')})`);
console.log(`\nKubehop: ${total.passed} passed, ${total.failed} failed`);
process.exit(broken === undefined ? 0 : 1);

function succeeds(step: (typeof steps)[number]): boolean {
  console.log(`\n── ${step.title}`);
  const startedAt = performance.now();
  const shell = process.platform === 'win32';
  const { status } = spawnSync('npm', ['run', '-s', ...step.script], { stdio: 'inherit', shell });
  console.log(`── ${step.title}: ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  return status === 0;
}

function readCount({ path, read }: (typeof reports)[number]): Count {
  if (!existsSync(path)) return { passed: 0, failed: 0 };
  return read(JSON.parse(readFileSync(path, 'utf8')) as never);
}

function add(a: Count, b: Count): Count {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed };
}

// `npm test`: everything that CI holds against a change, in the order of what it costs. Closes with
// the number of tests that passed and failed.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const results = join(root, 'reports', '.tests');
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

const vitest = (project, ...more) => [
  'vitest',
  'run',
  `--project=${project}`,
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${join(results, `${project}.json`)}`,
  ...more,
];

const steps = [
  { name: 'format and lint', minutes: 5, command: ['biome', 'check', '.'] },
  { name: 'types', minutes: 5, command: ['tsc'] },
  {
    name: 'types of the report page',
    minutes: 5,
    command: ['tsc', '-p', 'lib/reporters/html/client'],
  },
  { name: 'unit tests', minutes: 10, command: vitest('unit', '--coverage'), counts: 'unit' },
  { name: 'suites on real containers', minutes: 60, command: vitest('suites'), counts: 'suites' },
];

const totals = { passed: 0, failed: 0, skipped: 0 };
let broken = 0;
for (const { name, minutes, command, counts } of steps) {
  console.log(`\n== ${name}`);
  const startedAt = performance.now();
  const [program, ...args] = command;
  const { status, error } = spawnSync(program, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    timeout: minutes * 60_000,
    killSignal: 'SIGKILL',
  });
  if (error !== undefined) console.error(`== ${name}: ${error.message} (allowed: ${minutes} min)`);
  console.log(`== ${name}: ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`);
  const counted = counts === undefined ? simple(status) : read(counts);
  totals.passed += counted.passed;
  totals.failed += counted.failed;
  totals.skipped += counted.skipped;
  if (status === 0) continue;
  // A step that failed without a failed test (a crash, a type error in a test file) counts as one.
  if (counted.failed === 0) totals.failed += 1;
  broken += 1;
}

const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : '';
console.log(`\n${totals.passed} passed, ${totals.failed} failed${skipped}`);
process.exit(broken === 0 && totals.passed > 0 ? 0 : 1);

function simple(status) {
  return { passed: status === 0 ? 1 : 0, failed: status === 0 ? 0 : 1, skipped: 0 };
}

function read(project) {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(
      readFileSync(join(results, `${project}.json`), 'utf8'),
    );
    return {
      passed: numPassedTests,
      failed: numFailedTests,
      skipped: numPendingTests + (numTodoTests ?? 0),
    };
  } catch (error) {
    console.error(`== ${project} left no result: ${error.message}`);
    return { passed: 0, failed: 0, skipped: 0 };
  }
}

// `npm test`: everything that CI holds against a change, in the order of what it costs. Closes with
// the number of tests that passed and failed.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
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
  `--reporter=${join(root, 'bin', 'skipped-reporter.js')}`,
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
  { name: 'unit tests', minutes: 15, command: vitest('unit', '--coverage'), counts: 'unit' },
  {
    name: 'the report page in a browser',
    minutes: 10,
    command: vitest('browser'),
    counts: 'browser',
  },
  { name: 'parts on a real engine', minutes: 25, command: vitest('engine'), counts: 'engine' },
  { name: 'suites on real containers', minutes: 60, command: vitest('suites'), counts: 'suites' },
  {
    name: 'rows of the control matrix that no suite holds',
    minutes: 10,
    command: vitest('controls'),
    counts: 'controls',
  },
  {
    name: 'a control plane on real containers',
    minutes: 20,
    command: vitest('control-plane'),
    counts: 'control-plane',
  },
];

const totals = { passed: 0, failed: 0, skipped: 0 };
const failures = [];
const namedReasons = new Set();
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
  for (const reason of counted.reasons ?? []) namedReasons.add(reason);
  if (status === 0) continue;
  // A step that failed without a failed test (a crash, a type error in a test file) counts as one.
  if (counted.failed === 0) totals.failed += 1;
  failures.push(...(counted.failures ?? []).map((failure) => `${name}: ${failure}`));
  if (counted.failed === 0) failures.push(`${name}: ended with ${error?.message ?? status}`);
  broken += 1;
}

// Once more, where nobody has to look for it.
for (const failure of failures) console.log(`\nfailed: ${failure}`);
for (const reason of new Set([...namedReasons, ...reasonsWhileRunning()])) {
  console.log(`\nskipped: ${reason}`);
}

const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : '';
console.log(`\n${totals.passed} passed, ${totals.failed} failed${skipped}`);
process.exit(broken === 0 && totals.passed > 0 ? 0 : 1);

function simple(status) {
  return status === 0
    ? { passed: 1, failed: 0, skipped: 0 }
    : { passed: 0, failed: 1, skipped: 0, failures: ['see above'] };
}

function read(project) {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } =
      JSON.parse(readFileSync(join(results, `${project}.json`), 'utf8'));
    return {
      passed: numPassedTests,
      failed: numFailedTests,
      skipped: numPendingTests + (numTodoTests ?? 0),
      failures: testResults.flatMap(failuresOf),
      reasons: testResults.flatMap(reasonsOf),
    };
  } catch (error) {
    console.error(`== ${project} left no result: ${error.message}`);
    return { passed: 0, failed: 0, skipped: 0 };
  }
}

/** Each failed test of a file, with the first lines of what it says; the file, if it did not load. */
function failuresOf({ name: file, assertionResults, status, message }) {
  const failed = assertionResults.filter((test) => test.status === 'failed');
  if (failed.length === 0) return status === 'failed' ? [`${file}\n${firstLines(message)}`] : [];
  return failed.map(
    ({ fullName, failureMessages }) => `${fullName}\n${firstLines(failureMessages.join('\n'))}`,
  );
}

/** Why tests were skipped, where their names say so. */
function reasonsOf({ assertionResults }) {
  return assertionResults
    .filter(({ status }) => status === 'skipped')
    .flatMap(({ fullName }) => /\(skipped: ([^)]*)\)/.exec(fullName)?.slice(1) ?? []);
}

/** Why tests were skipped that found out while they ran: bin/skipped-reporter.js. */
function reasonsWhileRunning() {
  const file = join(results, 'skipped.jsonl');
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

function firstLines(text) {
  return text.split('\n').slice(0, 40).join('\n');
}

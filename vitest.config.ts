import { defineConfig } from 'vitest/config';
import { InPairs } from './suites/support/pairs.ts';

const CONTROL_PLANE = 'suites/control-plane.test.ts';
const CONTROLS = 'suites/controls-alone.test.ts';

const measured = {
  // As the command line does: see lib/engine/punctuality.ts.
  execArgv: ['--semi-space-growth-factor=1', '--no-parallel-scavenge'],
  testTimeout: 600_000,
  hookTimeout: 600_000,
};

export default defineConfig({
  test: {
    sequence: { sequencer: InPairs },
    coverage: {
      provider: 'v8',
      include: ['lib/**/*.ts'],
      exclude: ['**/*.test.ts', 'lib/bench/**'],
      reporter: ['text', 'json-summary'],
      reportsDirectory: 'coverage',
    },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['lib/**/*.test.ts'],
          exclude: ['docker', 'browser', 'page'].map((kind) => `lib/**/*.${kind}.test.ts`),
          testTimeout: 30_000,
        },
      },
      {
        test: {
          // The report page in a real browser; skipped, and told so, where there is none.
          name: 'browser',
          include: ['lib/**/*.browser.test.ts'],
          // A browser on a busy machine takes its time.
          expect: { poll: { timeout: 15_000 } },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          // The parts against a real engine, one at a time: some of them kill it.
          name: 'engine',
          ...measured,
          include: ['lib/**/*.docker.test.ts'],
          fileParallelism: false,
        },
      },
      {
        test: {
          // Pages whose commands are executed as they stand there: not part of `npm test`.
          name: 'pages',
          ...measured,
          include: ['lib/**/*.page.test.ts'],
          fileParallelism: false,
          maxConcurrency: 2,
          sequence: { groupOrder: 4 },
        },
      },
      {
        test: {
          // The claims, two clusters at a time: they take half as long, and what the one does to the
          // other is within what predictions allow for, or seen as the harness's own delay.
          name: 'suites',
          ...measured,
          include: ['suites/**/*.test.ts'],
          exclude: [CONTROL_PLANE, CONTROLS],
          maxWorkers: 2,
          // Projects of different numbers of workers run one after another.
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          // Needs the whole machine.
          name: 'control-plane',
          ...measured,
          include: [CONTROL_PLANE],
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          // Rows of the control matrix (docs/controls.md) that no suite holds.
          name: 'controls',
          ...measured,
          include: [CONTROLS],
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});

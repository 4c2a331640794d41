import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
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
          exclude: ['lib/**/*.docker.test.ts'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          // On real containers: one at a time, because they measure time.
          name: 'suites',
          include: ['suites/**/*.test.ts', 'lib/**/*.docker.test.ts'],
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});

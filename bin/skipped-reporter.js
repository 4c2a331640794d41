// For `npm test`: keeps why tests were skipped while they ran, which vitest's own JSON leaves out.
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const file = join(fileURLToPath(import.meta.url), '..', '..', 'reports', '.tests', 'skipped.jsonl');

export default class SkippedReporter {
  onTestRunEnd(modules) {
    for (const module of modules) {
      for (const test of module.children.allTests('skipped')) {
        const { note } = test.result();
        if (note !== undefined) appendFileSync(file, `${JSON.stringify(note)}\n`);
      }
    }
  }
}

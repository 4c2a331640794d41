import { Script } from 'node:vm';
import { expect, test } from 'vitest';
import { inlineModule, readAssets } from './assets.ts';

test('a module of the client becomes part of one script', () => {
  const source = `import { a } from './a.js';\nimport {\n  b,\n} from './b.js';\n\nexport const c = a + b;\n`;
  expect(inlineModule(source)).toBe('\nconst c = a + b;\n');
});

test('the script is whole: it parses, holds every module once, and cannot close its element', () => {
  const { script } = readAssets();
  expect(() => new Script(script)).not.toThrow();
  expect(script).not.toMatch(/^(import|export)\b/m);
  expect(script).not.toContain('</script');
});

// Makes the package that npm publishes: laid out as this checkout, with JavaScript and its types in
// place of TypeScript. `npm run build` puts it into dist, `npm run build -- <folder>` elsewhere.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What the code reads at run time, and what a reader of the package looks for. */
const copied = [
  'bin/blackstart.js',
  'bin/prepare.js',
  'docs/history.schema.json',
  'docs/mutation.schema.json',
  'docs/results.schema.json',
  'docs/scenario.schema.json',
  'fixtures',
  'images',
  'lib',
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
];

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const target = resolve(process.argv[2] ?? join(root, 'dist'));

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
compile();
for (const path of copied) {
  cpSync(join(root, path), join(target, path), { recursive: true, filter: isNoSource });
}
writeFileSync(join(target, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`);

function compile() {
  const modules = join(root, 'node_modules');
  const { status } = spawnSync(
    join(modules, 'node', 'bin', 'node'),
    [
      join(modules, 'typescript', 'bin', 'tsc'),
      '--project',
      join(root, 'tsconfig.build.json'),
      '--outDir',
      target,
    ],
    { stdio: 'inherit' },
  );
  if (status === 0) return;
  console.error('blackstart: the package was not built\n  next: npm run check');
  process.exit(1);
}

function isNoSource(path) {
  return !path.endsWith('.ts') && !path.endsWith('tsconfig.json');
}

/** That of the checkout, without what only the checkout needs, and with doors to what was built. */
function manifest() {
  const {
    private: _,
    scripts,
    devDependencies,
    allowScripts,
    exports,
    ...kept
  } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const built = Object.entries(exports).map(([door, file]) => {
    const stem = file.slice(0, -'.ts'.length);
    return [door, { types: `${stem}.d.ts`, default: `${stem}.js` }];
  });
  return { ...kept, exports: Object.fromEntries(built) };
}

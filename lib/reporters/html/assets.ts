import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** In the order in which they stand in the page: each uses only what came before it. */
const clientFiles = [
  'scale',
  'palette',
  'write',
  'charts',
  'rows',
  'strips',
  'marks',
  'operations',
  'readout',
  'focus',
  'cursor',
  'permalink',
  'pointer',
  'keys',
  'timeline',
  'page',
];

/** In the order in which they override each other. */
const styleFiles = [
  'colours',
  'page',
  'summary',
  'tables',
  'services',
  'timeline',
  'legend',
  'blows',
  'facts',
  'phone',
  'print',
];

export interface Assets {
  readonly style: string;
  readonly script: string;
}

/** The page's style sheet and script, uPlot included, as texts to put inline. */
export function readAssets(): Assets {
  const require = createRequire(import.meta.url);
  const read = (path: string) => readFileSync(path, 'utf8');
  const own = (name: string) => read(`${import.meta.dirname}/${name}`);
  return {
    style: [
      read(require.resolve('uplot/dist/uPlot.min.css')),
      ...styleFiles.map((name) => own(`style/${name}.css`)),
    ].join('\n'),
    script: [
      read(require.resolve('uplot/dist/uPlot.iife.min.js')),
      '(() => {',
      ...clientFiles.map((name) => inlineModule(own(`client/${name}.js`))),
      '})();',
    ].join('\n'),
  };
}

/** A module of the client as part of one script: without its imports, its exports plain names. */
export function inlineModule(source: string): string {
  return source.replace(/^import [^;]*;\n/gm, '').replace(/^export /gm, '');
}

import { Command } from 'commander';
import { monotonicClock } from '../core/clock.ts';
import { render } from '../live/render.ts';
import type { LiveState } from '../live/state.ts';
import { type Cluster, clusters, departed, livingCluster } from '../session/clusters.ts';
import { tell } from '../session/tell.ts';
import { useColour } from './colour.ts';
import { nameOption, type OfCluster } from './of-cluster.ts';
import { painter } from './painter.ts';
import { screenOf } from './screen.ts';
import { mayRedraw } from './terminal.ts';

interface StatusFlags extends OfCluster {
  readonly watch?: true;
  readonly json?: true;
}

/** How often a person gets another picture. */
const EVERY_MS = 500;

const WIDTH = 100;

/** `blackstart status`: who is what, what is in force, how the load does. */
export function statusCommand(): Command {
  return new Command('status')
    .description('show roles, redundancy, load, and the faults in force')
    .addOption(nameOption())
    .option('--watch', 'go on showing it, until Ctrl-C')
    .option('--json', 'print it as JSON; with --watch a line each time')
    .addHelpText('after', '\nExamples:\n  blackstart status\n  blackstart status --watch')
    .action(async ({ name, watch, json }: StatusFlags) => {
      const all = clusters(process.env);
      if (name === undefined && all.length > 1 && watch !== true)
        return showAll(all, json === true);
      const cluster = livingCluster(name, process.env);
      if (watch === true) return goOn(cluster, json === true);
      const state = await stateOf(cluster);
      console.log(json === true ? JSON.stringify(state, null, 2) : lines(state).join('\n'));
    });
}

interface Shown {
  readonly folder: string;
  readonly live: LiveState;
}

/** What a keeper of this very release says. */
const stateOf = async (cluster: Cluster): Promise<Shown> =>
  (await tell(cluster, { order: 'status' })) as unknown as Shown;

function lines({ folder, live }: Shown): readonly string[] {
  const colour = useColour(process.stdout);
  const columns = (process.stdout.columns ?? WIDTH) - 1;
  const text = render(live, { columns, rows: Number.MAX_SAFE_INTEGER, colour });
  return [...text, ...(folder === '' ? [] : ['', `recorded in ${folder}`])];
}

/** Several: one after another, those that nobody keeps with what became of them. */
async function showAll(all: readonly Cluster[], json: boolean): Promise<void> {
  const shown = await Promise.all(
    all.map(async (cluster) => ({
      cluster,
      state: cluster.state === 'alive' ? await stateOf(cluster) : undefined,
    })),
  );
  if (json) {
    const values = shown.map(({ cluster, state }) => ({
      name: cluster.name,
      state: cluster.state,
      ...state,
    }));
    console.log(JSON.stringify(values, null, 2));
    return;
  }
  const texts = shown.map(({ cluster, state }) =>
    state === undefined
      ? `! ${departed(cluster).message}\n  next: ${departed(cluster).hint}`
      : lines(state).join('\n'),
  );
  console.log(texts.join('\n\n'));
}

/** In place on a terminal; elsewhere each picture after the last one. */
async function goOn(cluster: Cluster, json: boolean): Promise<void> {
  const isDrawn = !json && mayRedraw(process.stdout, process.env);
  const screen = screenOf(process.stdout);
  const paper = painter(screen);
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  process.once('SIGINT', stop);
  try {
    while (!stopping.signal.aborted) {
      const state = await stateOf(cluster);
      if (json) console.log(JSON.stringify(state));
      else if (!isDrawn) console.log(`${lines(state).join('\n')}\n`);
      else if (screen.isIdle()) {
        const { columns, rows } = screen;
        const sheet = { columns: columns - 1, rows: rows - 1, colour: useColour(process.stdout) };
        paper.paint(render(state.live, sheet));
      }
      await monotonicClock.sleep(EVERY_MS, stopping.signal).catch(() => 'it is enough');
    }
  } finally {
    process.off('SIGINT', stop);
    // What was last seen stays on the screen.
    if (isDrawn) await screen.flushed();
  }
}

import { relative } from 'node:path';
import { Command } from 'commander';
import { type AttachedProject, NOTES, placesOf } from '../core/attached-project.ts';
import { silent } from '../core/progress.ts';
import type { Report } from '../core/report.ts';
import { unlikeFound } from '../engine/attached/restore.ts';
import { judgeFile } from '../harness/judge-file.ts';
import { consoleReport } from '../reporters/console.ts';
import { jsonReport } from '../reporters/json.ts';
import { buryDead } from '../session/bury.ts';
import { type Cluster, findCluster, forget } from '../session/clusters.ts';
import { tell } from '../session/tell.ts';
import { showActivity } from './activity.ts';
import { useColour } from './colour.ts';
import { connectOrStart } from './connect.ts';
import { curedLines } from './cured.ts';
import { nameOption, type OfCluster } from './of-cluster.ts';

interface DownFlags extends OfCluster {
  readonly json?: true;
}

const ERROR = 3;

/** `blackstart down`: the end of what was done by hand, and its report. */
export function downCommand(exit: (code: number) => void): Command {
  return new Command('down')
    .description('heal everything, read every node, and take the cluster down: writes its report')
    .addOption(nameOption())
    .option('--json', 'print the results as JSON')
    .addHelpText('after', '\nExamples:\n  blackstart down\n  blackstart down --name five')
    .action(async ({ name, json }: DownFlags) => {
      const cluster = findCluster(name, process.env);
      const folder = await takeDown(cluster);
      const { project } = cluster.claim;
      const left = project === undefined ? [] : await unlikeBefore(project);
      const isLeft = left.length > 0;
      if (folder === undefined) {
        console.log(`${cluster.name} is gone; nothing had been recorded`);
      } else {
        const report = await judgeFile(`${folder}/history.jsonl`);
        if (json === true) console.log(JSON.stringify(jsonReport(report), null, 2));
        else print(report, folder);
        if (project !== undefined) for (const note of notesOf(report)) console.error(`  ${note}`);
        exit(report.verdict.kind === 'error' ? ERROR : 0);
      }
      if (project !== undefined) tellOfProject(project, left);
      if (isLeft) exit(ERROR);
    });
}

/** What was done to let a project run as it was found. */
function notesOf({ history: { events } }: Report): readonly string[] {
  const final = events.of('phase').find(({ phase }) => phase === 'final');
  return events
    .of('log')
    .filter(({ t, service }) => service === NOTES && final !== undefined && t >= final.t)
    .map(({ machine, line }) => `${machine}: ${line}`);
}

/** What of a project is not as it was found. */
async function unlikeBefore(project: AttachedProject): Promise<readonly string[]> {
  const { docker } = await connectOrStart();
  const all = await Promise.all(
    placesOf(project).map(async ({ service }) =>
      (await unlikeFound(docker, service)).map((what) => `${service.containerName}: ${what}`),
    ),
  );
  return all.flat();
}

/** Beside the report, which standard output may hold alone. */
function tellOfProject({ project, machines }: AttachedProject, left: readonly string[]): void {
  const names = machines.map(({ name }) => name).join(', ');
  console.error(
    left.length === 0
      ? `  ${project} was let go of, as it was found: ${names}`
      : `  ${project} was let go of, but is not as it was found:\n    ${left.join('\n    ')}`,
  );
}

/** Where its report is; undefined where its run never began. */
async function takeDown(cluster: Cluster): Promise<string | undefined> {
  using activity = showActivity();
  switch (cluster.state) {
    case 'alive':
      return (await tell(cluster, { order: 'down' }, activity.progress)).folder;
    case 'ended':
      forget(cluster.place);
      return cluster.keeper?.folder;
    case 'dead': {
      activity.progress(`the process that kept ${cluster.name} is gone: removing what it left`);
      const { docker } = await connectOrStart();
      const surroundings = { env: process.env, progress: silent, kept: 'leave' } as const;
      const { buried, cured } = await buryDead(docker, surroundings);
      for (const line of curedLines(cured)) console.error(line);
      return buried.find((one) => one.cluster.name === cluster.name)?.result?.folder;
    }
  }
}

function print(report: Report, folder: string): void {
  const here = relative(process.cwd(), folder) || folder;
  console.log(consoleReport(report, { colour: useColour(process.stdout) }));
  console.log(`  report: ${here}/report.html`);
  console.log(`  history and logs: ${here}`);
}

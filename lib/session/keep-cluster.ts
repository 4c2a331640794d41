import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { HarnessError, messageOf, UsageError } from '../core/errors.ts';
import { relativeTo } from '../core/folder-schema.ts';
import type { Progress } from '../core/progress.ts';
import type { Environment } from '../engine/endpoint.ts';
import { thisProcess } from '../engine/owner.ts';
import { faults } from '../faults/index.ts';
import { type Attended, type RunResult, runScenario } from '../harness/run-scenario.ts';
import { scenarioInWords } from '../scenarios/in-words.ts';
import { written, yamlOf } from '../scenarios/write-scenario.ts';
import { ATTACHED_OFFER, refusalAt, withheldOf } from './attached-limits.ts';
import {
  type Claim,
  type Ended,
  forget,
  readCluster,
  socketIn,
  writeEnded,
  writeKeeper,
} from './clusters.ts';
import { obey } from './obey.ts';
import { offerOf, withheldFrom } from './offer.ts';
import { serveOrders } from './serve.ts';
import { openSession, type Session } from './session.ts';
import { scenarioOfClaim } from './topology-of.ts';
import { type WatchedRun, watchedRun } from './watched-run.ts';

/** The file of a run's folder that says what was brought up: a scenario without a schedule. */
export const BROUGHT_UP = 'brought-up.yaml';

export interface KeepOptions {
  readonly env: Environment;
  readonly progress: Progress;
  /** Ends the run, with everything undone and a report. */
  readonly interruption: AbortSignal;
}

/**
 * Keeps the cluster that was claimed at a place: brings it up, takes orders while it stands, and is over
 * when it has been taken down, with its report.
 */
export async function keepCluster(place: string, options: KeepOptions): Promise<void> {
  const claim = readCluster(place)?.claim;
  if (claim === undefined) {
    throw new UsageError(`${place}: expected what is to be kept, found nothing`, {
      hint: 'blackstart up galera brings a cluster up, and starts its keeper.',
    });
  }
  writeKeeper(place, { owner: thisProcess() });
  // Whoever waits for an answer when it ends gets it; whoever asks later finds it written down.
  const kept = beginKeeping(claim, place, options);
  {
    await using _ = await serveOrders(socketIn(place), kept.answer);
    await kept.over;
  }
  if (kept.wasTold()) forget(place);
  else writeEnded(place, await kept.ending);
}

interface Kept {
  readonly answer: Parameters<typeof serveOrders>[1];
  /** Settles when there is nothing more to keep; never rejects. */
  readonly over: Promise<unknown>;
  /** What became of it, in words. */
  readonly ending: Promise<Ended>;
  /** Whether somebody has heard of that. */
  wasTold(): boolean;
}

function beginKeeping(
  claim: Claim,
  place: string,
  { env, progress, interruption }: KeepOptions,
): Kept {
  const { project } = claim;
  const scenario = scenarioOfClaim(claim);
  const offer = project === undefined ? offerOf(claim.clock) : ATTACHED_OFFER;
  const watched = watchedRun(claim.name, scenario.title);
  const calledOff = new AbortController();
  const listeners = new Set<Progress>([progress, watched.progress]);
  const opened = Promise.withResolvers<Session>();
  let session: Session | undefined;
  let folder = '';
  let isTold = false;

  const attend = ({ run, folder: made, lacking }: Attended) => {
    folder = made;
    writeKeeper(place, { owner: thisProcess(), run, folder });
    const { topology } = scenario;
    if (project === undefined) {
      const { document } = relativeTo('/', () => scenarioInWords(claim.document));
      writeFileSync(join(folder, BROUGHT_UP), yamlOf(written(document, folder)));
      session = openSession({ topology, faults, withheld: withheldFrom(offer, lacking) });
    } else {
      const withheld = withheldOf(project, lacking);
      session = openSession({ topology, faults, withheld, refusal: refusalAt(project) });
    }
    opened.resolve(session);
    return session.act;
  };
  const [workloads, idle] =
    claim.load === 'none' ? [[], scenario.workloads] : [scenario.workloads, []];
  const running = runScenario(
    { ...scenario, workloads },
    {
      ...{ seed: claim.seed, config: claim.config, profile: claim.profile, reports: claim.reports },
      progress: (words) => {
        for (const listener of listeners) listener(words);
      },
      ...{ env, watch: watched.watch, attend, offer, idle, attached: project },
      signal: AbortSignal.any([interruption, calledOff.signal]),
      replay: (made) =>
        project === undefined
          ? `npx blackstart scenario save <name> --from ${relative(process.cwd(), made)}`
          : `npx blackstart attach --project ${project.project}`,
    },
  );
  const ending = running.then(endOf, failureOf);

  const stand = async () => {
    const standing = opened.promise.then((one) => one.standing());
    const failed = ending.then(({ code, message, hint }) => {
      isTold = true;
      throw new HarnessError(code, message, { hint });
    });
    return Promise.race([standing, failed]);
  };
  const down = async () => {
    if (watched.isStanding()) session?.end();
    else calledOff.abort(calledOffEarly(claim.name));
    await ending;
    isTold = true;
    return { folder: (await running).folder };
  };
  return {
    answer: async (order, tell) => {
      listeners.add(tell);
      try {
        switch (order.order) {
          case 'stand':
            return await stand();
          case 'status':
            return { folder, live: watched.state() };
          case 'down':
            return await down();
          default:
            return await obey(order, session ?? notYet(claim.name, watched), scenario.topology);
        }
      } finally {
        listeners.delete(tell);
      }
    },
    ...{ over: ending, ending, wasTold: () => isTold },
  };
}

function notYet(name: string, watched: WatchedRun): never {
  throw new UsageError(`${name} does not stand yet: ${watched.state().activity}`, {
    hint: `blackstart status --name ${name} shows how far it is.`,
  });
}

const calledOffEarly = (name: string): HarnessError =>
  new HarnessError('INTERRUPTED', `${name} was taken down before it stood`, {
    hint: 'Bring it up again; nothing was left behind.',
  });

interface Ending extends Ended {
  readonly code: string;
}

function endOf({ report, folder }: RunResult): Ending {
  const error = report.history.events.of('end').at(-1)?.error;
  return {
    code: error?.code ?? 'ENDED',
    message: error?.message ?? 'it was taken down',
    hint: `${error?.hint ?? ''} Its report: ${folder}/report.html.`.trim(),
  };
}

/** No run could begin. */
function failureOf(error: unknown): Ending {
  const isKnown = error instanceof HarnessError;
  return {
    code: isKnown ? error.code : 'UNEXPECTED',
    message: messageOf(error),
    hint: isKnown ? error.hint : 'This is a defect of Blackstart; please report it.',
  };
}

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import type Docker from 'dockerode';
import { capabilities } from '../core/capability.ts';
import { packageFolder } from '../core/package-folder.ts';
import { findBaseImage } from '../engine/base-image.ts';
import { probeCapabilities } from '../engine/capabilities.ts';
import { findImage, type ImageRef } from '../engine/find-image.ts';
import { imageTag } from '../engine/images.ts';
import { assess, type Check, gatherFacts, needsOf } from '../engine/preflight.ts';
import { galera } from '../systems/galera/index.ts';
import { connect } from './connect.ts';

/** `blackstart doctor`: what this machine has and lacks, changing nothing. */
export function doctorCommand(exit: (code: number) => void): Command {
  return new Command('doctor')
    .description('show what this machine has and lacks, and the cure')
    .option('--json', 'print the checks as JSON')
    .addHelpText('after', '\nExamples:\n  blackstart doctor\n  blackstart doctor --json')
    .action(async ({ json }: { readonly json?: true }) => {
      const { docker, endpoint } = await connect();
      const base = await findBaseImage(docker, process.env);
      const checks: readonly Check[] = [
        { name: 'endpoint', status: 'ok', found: `${endpoint.host} (${endpoint.source})` },
        ...assess(await gatherFacts(docker), needsOf(galera())),
        ...(await capabilityChecks(docker, base)),
        ...(await imageChecks(docker, base)),
      ];
      const lacking = checks.filter(({ status }) => status === 'missing');
      exit(lacking.length > 0 ? 3 : 0);
      if (json === true) console.log(JSON.stringify({ checks }, null, 2));
      else print(checks, lacking.length);
    });
}

/** What the kernel offers, tried out in a container; what it lacks keeps some scenarios from running. */
async function capabilityChecks(
  docker: Docker,
  base: ImageRef | undefined,
): Promise<readonly Check[]> {
  const tag = base && imageTag('machine', join(packageFolder, 'images'), base);
  if (tag === undefined || (await findImage(docker, tag)) === undefined) {
    const found = 'not tried yet: the image of a machine is not built (blackstart prepare)';
    return [{ name: 'kernel', status: 'ok', found }];
  }
  const { trials, degrader, lacking } = await probeCapabilities(docker, tag, {
    without: process.env['BLACKSTART_WITHOUT'],
  });
  const netem = trials.find(({ name }) => name === 'netem')?.missing;
  const how = netem === undefined ? '' : ` (netem is missing: ${netem})`;
  return Object.entries(capabilities).map(([name, { needs, cure }]): Check => {
    const why = [...lacking].find(([one]) => one === name)?.[1];
    const found = name === 'link-quality' ? `by ${degrader}${how}` : needs;
    if (why === undefined) return { name, status: 'ok', found };
    const disables = `scenario with a fault that needs ${name}: it is skipped`;
    return { name, status: 'missing', found: why, disables, cure };
  });
}

/** An image that is not there is no lack: the first run makes it. */
async function imageChecks(docker: Docker, base: ImageRef | undefined): Promise<readonly Check[]> {
  const folder = join(packageFolder, 'images');
  const ok = (name: string, found: string): Check => ({ name, status: 'ok', found });
  if (base === undefined) return [ok('images', 'none yet; the first run pulls or makes them')];
  const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'Dockerfile')));
  const checks = names.map(async (name) => {
    const tag = imageTag(name, folder, base);
    const present = (await findImage(docker, tag)) !== undefined;
    return ok(`image ${name}`, present ? tag : 'not built yet; the first run builds it');
  });
  return [ok('base image', base.tag), ...(await Promise.all(checks))];
}

function print(checks: readonly Check[], lacking: number): void {
  const width = Math.max(...checks.map(({ name }) => name.length));
  for (const { name, status, found, disables, cure } of checks) {
    console.log(`${status === 'ok' ? '✔' : '✘'} ${name.padEnd(width)}  ${found}`);
    if (disables !== undefined) console.log(`  ${' '.repeat(width)}  without it: no ${disables}`);
    if (cure !== undefined) console.log(`  ${' '.repeat(width)}  cure: ${cure}`);
  }
  const next = 'Everything is there. Next: blackstart run galera-kill';
  console.log(lacking === 0 ? `\n${next}` : `\n${lacking} missing; see the cures above.`);
}

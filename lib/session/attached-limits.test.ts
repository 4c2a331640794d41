import { describe, expect, test } from 'vitest';
import { seconds } from '../core/duration.ts';
import { UsageError } from '../core/errors.ts';
import type { FaultSpec } from '../core/fault.ts';
import { literalMachine, literalProject, literalService } from '../core/literal-project.ts';
import { degrade } from '../faults/degrade.ts';
import { faults } from '../faults/index.ts';
import { kill } from '../faults/kill.ts';
import { partition } from '../faults/partition.ts';
import { pause } from '../faults/pause.ts';
import { reset } from '../faults/reset.ts';
import { unplug } from '../faults/unplug.ts';
import { kindsOf, refusalAt, withheldOf } from './attached-limits.ts';

const project = literalProject(
  literalMachine('proxy', { networks: ['front'] }),
  literalMachine('web', {
    networks: ['front', 'back'],
    services: [literalService('web'), literalService('side'), literalService('log')],
  }),
  literalMachine('db', { networks: ['back'] }),
  literalMachine('agent', { network: 'host', networks: [] }),
  literalMachine('batch', { network: 'none', networks: [] }),
  literalMachine('guest', { network: 'foreign', networks: [] }),
);

const lasts = seconds(1);

/** Why a fault is refused there; undefined where it is not. */
function why(fault: FaultSpec, machines: readonly string[], service?: string): string | undefined {
  const error = refusalAt(project)(fault, { fault: fault.kind, machines, service });
  if (error !== undefined) expect(error).toBeInstanceOf(UsageError);
  return error?.message;
}

test('a kind of fault is either possible there, or refused with a sentence and a way out', () => {
  const withheld = withheldOf(project, new Map());
  for (const { kind, needs } of faults.filter((one) => one.kind !== 'none')) {
    const reasons = needs.flatMap((need) => withheld.get(need) ?? []);
    expect(kindsOf(reasons.length === 0 ? 'here' : 'never'), kind).toContain(kind);
    for (const { because, cure } of reasons) {
      expect(because).toContain('the containers of shop were started by somebody else');
      expect(cure).toContain('blackstart up');
    }
  }
  expect(kindsOf('here')).toEqual(
    expect.arrayContaining(['kill', 'stop', 'pause', 'partition', 'degrade']),
  );
  expect(kindsOf('never')).toEqual(
    expect.arrayContaining(['power-cycle', 'reboot', 'disk-full', 'clock-skew']),
  );
});

test('what this kernel lacks is withheld as it is from machines of a run', () => {
  const lacking = new Map([
    ['link-quality', 'no netem'],
    ['disks', 'no loop devices'],
  ] as const);
  const withheld = withheldOf(project, lacking);
  expect(withheld.get('link-quality')?.because).toContain('no netem');
  expect(withheld.get('disks')?.because).not.toContain('no loop devices');
});

describe('faults of the network', () => {
  test.each([
    ['agent', 'in the network of this host'],
    ['batch', 'it has no network'],
    ['guest', 'none of the project'],
  ])('are refused at %s', (name, words) => {
    for (const fault of [
      unplug({ lasts }),
      reset({ lasts }),
      degrade({ lasts, delayMs: 10 }),
      partition({ lasts }),
    ]) {
      expect(why(fault, [name])).toContain(`${fault.kind}: ${name} can't be harmed so: `);
      expect(why(fault, [name])).toContain(words);
    }
    expect(why(kill({ downFor: lasts }), [name])).toBeUndefined();
  });

  test('that would cut where nothing leads are refused', () => {
    const apart = partition({ lasts, shape: 'custom', cuts: 'proxy <> db' });
    expect(why(apart, ['proxy', 'db'])).toContain('no network leads');
    expect(why(partition({ lasts, shape: 'custom', cuts: 'web <> db' }), ['web', 'db'])).toBe(
      undefined,
    );
    expect(why(partition({ lasts }), ['proxy'])).toBeUndefined();
    expect(why(partition({ lasts, clients: 'with-others' }), ['proxy'])).toBeUndefined();
  });

  test('that name nobody are refused', () => {
    const strange = partition({ lasts, shape: 'custom', cuts: 'web > cache' });
    expect(why(strange, ['web'])).toContain("found 'cache'");
  });
});

describe('the owner of a network that others live in', () => {
  test('is not ended alone: they would be cut off for good', () => {
    expect(why(kill({ downFor: lasts }), ['web'], 'web')).toContain(
      'that of side and log as well; all of them: blackstart fault kill web',
    );
  });

  test('is ended with them, and paused alone; they are ended alone', () => {
    expect(why(kill({ downFor: lasts }), ['web'])).toBeUndefined();
    expect(why(pause({ lasts }), ['web'], 'web')).toBeUndefined();
    expect(why(kill({ downFor: lasts }), ['web'], 'side')).toBeUndefined();
    expect(why(kill({ downFor: lasts }), ['db'], 'db')).toBeUndefined();
  });
});

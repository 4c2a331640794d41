import { estimateOf, type RunPlan } from '../harness/plan-run.ts';

/** A plan for a machine; docs/scenarios.md has its fields. A time that nothing bounds is null. */
export function planJson(plan: RunPlan): object {
  const { header, blows, memoryMiB, host, spans } = plan;
  const { scenario, title, seed, topology, workloads, expect, replay } = header;
  return {
    format: 'blackstart-plan',
    version: 1,
    scenario,
    title,
    seed,
    topology,
    workloads,
    memoryMiB,
    blows: blows.map(({ number, blow, jitterMs, whom, predicted }) => ({
      blow: number - 1,
      ...blow,
      jitterMs,
      ...{ jitterAtMostMs: blow.jitterMs },
      whom,
      predicted: predicted.map(({ system, of, prediction: { minMs, maxMs, parts } }) => ({
        ...{ system, of, minMs, maxMs, parts },
      })),
    })),
    expect,
    spans,
    host,
    estimate: estimateOf(plan),
    replay,
  };
}

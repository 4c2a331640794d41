import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Vitals } from '../core/platform.ts';
import { readIfThere } from './read-if-there.ts';

/** Watches how this process and its host are doing; each call tells about the time since the last. */
export function watchVitals(): () => Vitals {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  let cpu = cpuTimes();
  let thread = threadTimes();
  return () => {
    const loopDelayMaxMs = Math.round(delay.max / 1e4) / 100;
    delay.reset();
    const before = cpu;
    cpu = cpuTimes();
    const threadBefore = thread;
    thread = threadTimes();
    return {
      loopDelayMaxMs,
      cpuStealPercent: stealBetween(before, cpu),
      cpuPressurePercent: pressure(),
      computedMs: msBetween(threadBefore?.computed, thread?.computed),
      waitedMs: msBetween(threadBefore?.waited, thread?.waited),
    };
  };
}

interface CpuTimes {
  readonly total: number;
  readonly steal: number;
}

/** First line of proc_stat(5): user nice system idle iowait irq softirq steal. */
function cpuTimes(): CpuTimes | undefined {
  const numbers = readIfThere('/proc/stat')
    ?.split('\n')[0]
    ?.trim()
    .split(/\s+/)
    .slice(1, 9)
    .map(Number);
  if (numbers === undefined) return undefined;
  return { total: numbers.reduce((sum, value) => sum + value, 0), steal: numbers[7] ?? 0 };
}

function stealBetween(before: CpuTimes | undefined, after: CpuTimes | undefined): number | null {
  if (before === undefined || after === undefined || after.total === before.total) return null;
  const share = (after.steal - before.steal) / (after.total - before.total);
  return Math.round(share * 1_000) / 10;
}

interface ThreadTimes {
  readonly computed: number;
  readonly waited: number;
}

/** Of the main thread, ns: with a processor, and ready without one (sched-stats in the kernel's documentation). */
function threadTimes(): ThreadTimes | undefined {
  const [computed, waited] = readIfThere('/proc/self/schedstat')?.split(' ').map(Number) ?? [];
  return computed === undefined || waited === undefined ? undefined : { computed, waited };
}

const msBetween = (before: number | undefined, after: number | undefined): number | null =>
  before === undefined || after === undefined ? null : Math.round((after - before) / 1e4) / 100;

/** Share of the last 10 s in which some task waited for a CPU. */
function pressure(): number | null {
  const average = readIfThere('/proc/pressure/cpu')?.match(/^some avg10=([\d.]+)/)?.[1];
  return average === undefined ? null : Number(average);
}

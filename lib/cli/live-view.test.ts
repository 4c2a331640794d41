import { beforeAll, expect, test } from 'vitest';
import { seconds } from '../core/duration.ts';
import type { History } from '../core/history.ts';
import { runInMemory } from '../memory/run-in-memory.ts';
import { type VirtualClock, virtualClock } from '../memory/virtual-clock.ts';
import { type EmulatedScreen, emulatedScreen } from './emulated-screen.ts';
import { type LiveView, liveView } from './live-view.ts';

let history: History;
beforeAll(async () => {
  ({ history } = await runInMemory());
});

interface Shown {
  readonly view: LiveView;
  readonly screen: EmulatedScreen;
  readonly clock: VirtualClock;
}

/** Shows a trial in virtual time, while something is done. */
async function showing(act: (shown: Shown) => Promise<void>): Promise<void> {
  const clock = virtualClock();
  const screen = emulatedScreen(100, 30);
  await clock.run(async () => {
    const view = liveView({
      screen,
      clock,
      colour: 'no',
      scenario: 'toy-kill',
      title: 'A toy cluster loses a node',
      place: { scenario: 1, scenarios: 1, trial: 2, trials: 3 },
    });
    await act({ view, screen, clock });
    await view[Symbol.asyncDispose]();
  });
}

/** Records the history's events at their times, after a set-up of a second, until one of them. */
async function replay({ view, clock }: Shown, until: number): Promise<void> {
  await clock.sleep(seconds(1));
  const began = clock.now();
  const recorder = view.watch(history.header);
  for (const event of history.events) {
    if (event.t > until) break;
    await clock.sleep(began + event.t - clock.now());
    recorder.record(event);
  }
  await clock.sleep(began + Math.min(until, history.events.endMs + 1_000) - clock.now());
}

test('a trial is seen as it goes on: its set-up, its harm, its end', async () => {
  const injected = history.events.of('injected')[0]?.t ?? Number.NaN;
  await showing(async (shown) => {
    shown.view.progress('building image toy');
    await shown.clock.sleep(seconds(1));
    expect(await shown.screen.text()).toEqual([
      expect.stringMatching(/^toy-kill: A toy cluster loses a node +trial 2 of 3$/),
      expect.stringMatching(/ [\d.]+ s {2}building image toy$/),
    ]);
    await replay(shown, injected + 3_100);
    const text = await shown.screen.text();
    expect(text[1]).toContain(`seed ${history.header.seed}`);
    // A frame is up to 0.2 s old.
    const seen = text.join('\n');
    expect(seen).toMatch(/▶ {2}1 {2}kill at toy-\d: in force for (2\.9|3\.[01]) s, heals in /);
    expect(seen).toMatch(/✕ silent (2\.[89]|3\.[01]) s +kill \(1\)/);
  });
});

test('in the end nothing is left of it, and the cursor is back', async () => {
  let seen: EmulatedScreen | undefined;
  await showing(async (shown) => {
    seen = shown.screen;
    await replay(shown, Number.POSITIVE_INFINITY);
    expect((await shown.screen.text())[1]).toContain('judging');
    expect(shown.screen.cursorIsVisible()).toBe(false);
  });
  expect(await seen?.text()).toEqual([]);
  expect(seen?.cursorIsVisible()).toBe(true);
});

test('it is drawn five times a second and no oftener, however much happens', async () => {
  await showing(async (shown) => {
    await replay(shown, seconds(9));
    expect(shown.clock.now()).toBe(seconds(10));
    expect(shown.screen.written.length).toBeGreaterThanOrEqual(50);
    expect(shown.screen.written.length).toBeLessThanOrEqual(51);
  });
});

test('a terminal that takes nothing gets nothing more, and the run goes on', async () => {
  await showing(async (shown) => {
    shown.screen.stop();
    const before = shown.screen.written.length;
    await replay(shown, seconds(9));
    expect(shown.clock.now()).toBe(seconds(10));
    expect(shown.screen.written.length).toBe(before);
  });
});

test('while somebody is asked the screen is free, and afterwards it goes on', async () => {
  await showing(async ({ view, screen, clock }) => {
    await clock.sleep(seconds(1));
    const answer = await view.aside(async () => {
      expect(await screen.text()).toEqual([]);
      expect(screen.cursorIsVisible()).toBe(true);
      const before = screen.written.length;
      await clock.sleep(seconds(5));
      expect(screen.written.length).toBe(before);
      return 'yes';
    });
    expect(answer).toBe('yes');
    await clock.sleep(seconds(1));
    expect((await screen.text())[0]).toContain('toy-kill');
  });
});

test('an interruption is seen', async () => {
  await showing(async ({ view, screen, clock }) => {
    view.note('SIGINT: undoing what was done');
    await clock.sleep(200);
    expect(await screen.text()).toContain('! SIGINT: undoing what was done');
  });
});

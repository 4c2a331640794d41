import { expect, test } from 'vitest';
import { type LiteralRun, literalRun } from './literal-run.ts';
import { trendPage } from './page.ts';
import { trendOf } from './trend.ts';

const surroundings = { damage: [] as readonly string[], hasPage: () => true };

const pageOf = (runs: readonly LiteralRun[], others: Partial<typeof surroundings> = {}) =>
  trendPage(trendOf(runs.map(literalRun)), { ...surroundings, ...others });

const hostile = `</title></style></script><script>alert("1")</script>`;

test('the page loads nothing and forbids itself to', () => {
  const page = pageOf([{}]);
  expect(page).toContain('default-src &#39;none&#39;');
  expect(page).not.toMatch(/<(link|img|iframe)\b|\ssrc=|@import|url\(/);
});

test('nothing in a run can add a script to the page', () => {
  const page = pageOf(
    [{ scenario: hostile, because: hostile, hint: hostile, system: hostile, verdict: 'fail' }],
    { damage: [hostile] },
  );
  expect(page.match(/<script\b/g)).toHaveLength(1);
  expect(page).not.toContain('alert("1")');
});

test('the name of a folder is never another address', () => {
  const run = { ...literalRun(), folder: 'javascript:alert(1)//"' };
  const page = trendPage(trendOf([run]), surroundings);
  expect(page).toContain('href="./javascript%3Aalert(1)%2F%2F%22/report.html"');
  expect(page).not.toContain('href="javascript:');
});

test('a store that is damaged says so before anything else', () => {
  const page = pageOf([{}], { damage: ['line 7 is not whole'] });
  const [notice, sentence] = [page.indexOf('line 7 is not whole'), page.indexOf('last night')];
  expect(notice).toBeGreaterThan(0);
  expect(notice).toBeLessThan(page.indexOf('1 scenario in 1 run', notice));
  expect(sentence).toBeGreaterThan(0);
});

test('a scenario that was skipped says why, and what to do', () => {
  const page = pageOf([{ verdict: 'skipped', because: 'no netem', hint: 'load sch_netem' }]);
  const section = page.slice(page.indexOf('What needs a look'), page.indexOf('id="histories"'));
  expect(section).toContain('skipped');
  expect(section).toContain('no netem');
  expect(section).toContain('load sch_netem');
  expect(section).toContain('npx blackstart run toy-kill --seed 1');
});

test('a run whose folder is gone has its numbers, and no link', () => {
  const page = pageOf([{}], { hasPage: () => false });
  expect(page).not.toContain('report.html');
  expect(page).toContain('its folder was removed');
  expect(page).toContain('1.00 s');
});

test('what is not known has no number', () => {
  const page = pageOf([{ verdict: 'unknown', rtoMs: 'unknown' }]);
  expect(page).toContain('<span class="number">unknown</span>');
  expect(page).not.toContain('0 ms ');
});

test('no run at all is a page', () => {
  expect(pageOf([])).toContain('No run has been stored yet.');
});

test('a page over many runs is of a few megabytes, and lists the newest thousand', () => {
  const runs = Array.from({ length: 1_100 }, (_, index) => ({
    ...{ scenario: `toy-${index % 60}`, atHours: index, seed: index, rtoMs: index },
    because: 'rto.all is 7.40 s, expected at most 5.00 s, but the machine was slow',
  }));
  const page = pageOf(runs);
  expect(page).toContain('The newest 1,000 of 1,100 runs');
  expect(page.length).toBeLessThan(3e6);
});

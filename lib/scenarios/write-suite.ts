import type { Expectation } from '../core/history.ts';
import type { Selection, Target } from '../core/target.ts';
import { inSuites } from './case.ts';
import {
  AFTER_RECOVERY,
  type BlowWords,
  type ScenarioDocument,
  type WrittenDocument,
} from './document.ts';
import {
  type ExpectationWords,
  expectationOf,
  isDuration,
  suiteWordFor,
} from './expectation-words.ts';
import { call, count, durationCode, list, literal, type Say, text } from './suite-code.ts';
import { targetOf } from './target-words.ts';

/** A document in both forms: how it is read tells durations and folders from numbers and texts. */
export interface BothForms {
  readonly document: ScenarioDocument;
  readonly written: WrittenDocument;
}

/** A scenario as a file of a suite: what `--suites` takes. */
export function suiteOf({ document, written }: BothForms): string {
  const words = new Set(['chaos']);
  const say: Say = (word) => {
    words.add(word);
    return word;
  };
  const { name, title, topology, workloads, schedule, expect, timing } = document;
  const blows = schedule.map((blow, index) => blowCode(blow, written.schedule[index], say));
  const fields = [
    `title: ${text(title)},`,
    `topology: ${call(topology, written.topology, say)},`,
    `workloads: ${list(workloads.map((one, index) => call(one, written.workloads[index], say)))},`,
    `schedule: ${list(blows)},`,
    `expect: ${list(expect.map((one) => expectationCode(one, say)))},`,
    ...(timing === undefined ? [] : [`timing: ${literal(timing, written.timing, say)},`]),
  ];
  const imports = [...words].toSorted((one, other) => one.localeCompare(other, 'en'));
  return [
    `import {\n${imports.map((word) => `  ${word},\n`).join('')}} from 'blackstart';`,
    '',
    `export const ${variableFor(name, words)} = chaos(${text(name)}, {`,
    ...fields.map((field) => `  ${field}`),
    '});',
    '',
  ].join('\n');
}

/** The scenario's name in suites; neither a word of the language, nor what is imported. */
function variableFor(name: string, words: ReadonlySet<string>): string {
  const parts = name.split('-').filter((part) => part !== '');
  const variable = inSuites(parts.join('-'));
  return parts.length === 1 || words.has(variable) ? `${variable}Scenario` : variable;
}

function blowCode(
  blow: BlowWords,
  written: WrittenDocument['schedule'][number] | undefined,
  say: Say,
): string {
  const { at, withinMs, jitterMs } = blow;
  const further = {
    ...(withinMs === undefined ? {} : { withinMs }),
    ...(jitterMs === undefined ? {} : { jitterMs }),
  };
  const options = Object.keys(further).length === 0 ? [] : [literal(further, written, say)];
  const whatAndWhom = [
    call(blow.fault, written?.fault, say),
    targetCode(targetOf(blow.target), say),
    ...options,
  ];
  return at === AFTER_RECOVERY
    ? `${say('afterRecovery')}(${whatAndWhom.join(', ')})`
    : `${say('at')}(${[literal(at, written?.at, say), ...whatAndWhom].join(', ')})`;
}

function targetCode({ selection, order, service, system }: Target, say: Say): string {
  const selected = selectionCode(selection, system, say);
  const ordered =
    order.order === 'rolling'
      ? `${say('rolling')}(${selected})`
      : order.order === 'staggered'
        ? `${say('staggered')}(${selected}, ${count(order.everyMs)})`
        : selected;
  return service === undefined ? ordered : `${say('service')}(${text(service)}, ${ordered})`;
}

function selectionCode(selection: Selection, system: string | undefined, say: Say): string {
  const of = system === undefined ? [] : [`{ of: ${text(system)} }`];
  const among = (word: string, ...told: readonly string[]) =>
    `${say(word)}(${[...told, ...of].join(', ')})`;
  const fixed = (code: string) =>
    system === undefined ? code : `{ ...${code}, system: ${text(system)} }`;
  switch (selection.select) {
    case 'role':
      return selection.role === 'any' ? among('one') : among('role', text(selection.role));
    case 'some':
      return among('some', count(selection.count));
    case 'machine':
      return fixed(`${say('machine')}(${selection.number})`);
    case 'named':
      return fixed(`${say('named')}(${selection.names.map(text).join(', ')})`);
    default:
      return among(selection.select);
  }
}

function expectationCode(words: ExpectationWords, say: Say): string {
  const expectation = expectationOf(words);
  if (typeof expectation === 'string') throw new RangeError(expectation);
  const { blow, workload, system } = expectation;
  const wrappers = [
    ...(system === undefined ? [] : [[say('ofSystem'), text(system)]]),
    ...(workload === undefined ? [] : [[say('ofWorkload'), text(workload)]]),
    ...(blow === undefined ? [] : [[say('ofBlow'), String(blow + 1)]]),
  ];
  return wrappers.reduce(
    (inner, [word, told]) => `${word}(${told}, ${inner})`,
    boundCode(expectation, say),
  );
}

function boundCode({ measure, atMost }: Expectation, say: Say): string {
  const found = suiteWordFor(measure, atMost);
  if (found === undefined) return `{ measure: ${text(measure)}, atMost: ${count(atMost)} }`;
  const [root = ''] = found.word.split('.');
  say(root);
  if (found.told === undefined) return found.word;
  return `${found.word}(${isDuration(measure) ? durationCode(found.told, say) : count(found.told)})`;
}

import { expect, test } from 'vitest';
import { brokenPromise, sectionsOf } from './executable-page.ts';

const page = `# A page

\`npx blackstart up\` is no block.

## First

\`\`\`sh
cat > a.conf <<'END'
# no promise
key = 1
END
npx blackstart up galera
# galera is up
# next: …
\`\`\`

\`\`\`text
# no promise, either
\`\`\`

## Only words

\`\`\`yaml
name: none
\`\`\`

## Second

\`\`\`sh
npx blackstart run a.yaml

# ✕ fail … lost-writes
# exits with 1
\`\`\`
`;

test('each section has its commands, with what comments promise of them', () => {
  expect(sectionsOf(page)).toEqual([
    {
      title: 'First',
      commands: [
        {
          text: "cat > a.conf <<'END'\n# no promise\nkey = 1\nEND",
          ...{ line: 8, exitCode: 0, promises: [] },
        },
        {
          text: 'npx blackstart up galera',
          ...{ line: 12, exitCode: 0, promises: ['galera is up', 'next: …'] },
        },
      ],
    },
    {
      title: 'Second',
      commands: [
        {
          text: 'npx blackstart run a.yaml',
          ...{ line: 30, exitCode: 1, promises: ['✕ fail … lost-writes'] },
        },
      ],
    },
  ]);
});

test.each([
  ['```sh\nls\n```', 'line 2: a command before the first ## heading'],
  ['## A\n```sh\n# nothing\n```', 'line 3: a promise without a command before it'],
  ["## A\n```sh\ncat <<'END'\n```", 'line 3: a document without its end, END'],
])('a page that could not be meant so is refused', (text, words) => {
  expect(() => sectionsOf(text)).toThrow(words);
});

const output = '│ ✕ fail    │ lost-writes     │ set  │ 41; of 9100 │\n│ ✓ pass    │ divergence │\n';

test.each<[string[], string | undefined]>([
  [['✕ fail … lost-writes', '✓ pass │ divergence'], undefined],
  [['lost-writes … of … │'], undefined],
  // In their order, each on a line of its own.
  [['divergence', 'lost-writes'], 'lost-writes'],
  [['✕ fail', 'lost-writes'], 'lost-writes'],
  [['✕ fail … divergence'], '✕ fail … divergence'],
  // Nothing but … is a pattern.
  [['of 91.. │'], 'of 91.. │'],
])('%j: the first that is broken is %s', (promises, broken) => {
  expect(brokenPromise(promises, output)).toBe(broken);
});

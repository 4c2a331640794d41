import type { CatchTable } from '../../gate/catch-table.ts';
import { catchMarkdown } from './catch-markdown.ts';

/** docs/mutations.md: the catch table as it was measured last, with what was not run yet. */
export const mutationsPage = (table: CatchTable): string => `${HEAD}\n${catchMarkdown(table)}`;

const HEAD = `# What the gate catches

The gate, put to the test: changes of one setting each, held against the profile \`hardened\` by \`blackstart gate --mutations\` ([gate.md](gate.md#the-gate-itself-put-to-the-test)). What was measured is kept in
[reports/sample/mutations.jsonl](../reports/sample/mutations.jsonl), a line a gate, and who says what each must cost in its manifest; this page is made from that and from [fixtures/mutations](../fixtures/mutations), and a test holds them equal. What is
*not run* has not been measured as it is now: it is neither caught nor missed.
`;

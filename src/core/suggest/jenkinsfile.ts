import type { RelPath } from '../model/paths.ts';
import type { Suggestion } from './suggestion.ts';

interface OptionRule {
  readonly id: string;
  readonly rule: string;
  readonly sign: RegExp;
  readonly line: string;
  readonly title: string;
}

const OPTIONS: readonly OptionRule[] = [
  {
    id: 'timeout',
    rule: 'J03',
    sign: /\btimeout\s*\(/,
    line: "timeout(time: 60, unit: 'MINUTES')",
    title: 'a build that hangs ends after an hour',
  },
  {
    id: 'discard',
    rule: 'J04',
    sign: /\bbuildDiscarder\s*\(/,
    line: "buildDiscarder(logRotator(numToKeepStr: '20'))",
    title: 'old builds are discarded',
  },
  {
    id: 'concurrent',
    rule: 'J05',
    sign: /\bdisableConcurrentBuilds\b/,
    line: 'disableConcurrentBuilds()',
    title: 'no two builds of a branch at once',
  },
];

function suggestion(file: RelPath, at: number, rules: readonly OptionRule[], insert: readonly string[]): Suggestion {
  const [first] = rules;
  return {
    id: rules.length === 1 && first !== undefined ? `options-${first.id}` : 'options',
    rule: first?.rule ?? 'J03',
    file,
    line: at,
    title: rules.map(({ title }) => title).join('; '),
    edits: [{ line: at, remove: 0, insert }],
  };
}

/**
 * Improvements of a declarative Jenkinsfile (LF line ends) that is not derrick's: each missing option by itself, or
 * one block with all of them where there is no block yet.
 */
export function jenkinsfileSuggestions(text: string, file: RelPath): readonly Suggestion[] {
  const lines = text.split('\n');
  const pipeline = lines.findIndex((line) => /^\s*pipeline\s*\{\s*$/.test(line));
  const missing = OPTIONS.filter(({ sign }) => !sign.test(text));
  if (pipeline < 0 || missing.length === 0) return [];
  const options = lines.findIndex((line) => /^\s{1,8}options\s*\{\s*$/.test(line));
  const indent = /^\s*/.exec(lines[options < 0 ? pipeline + 1 : options] ?? '')?.[0] ?? '    ';
  const inner = missing.map(({ line }) => `${indent}    ${line}`);
  if (options < 0) return [suggestion(file, pipeline + 2, missing, [`${indent}options {`, ...inner, `${indent}}`])];
  return missing.map((one, index) => suggestion(file, options + 2, [one], [inner[index] ?? '']));
}

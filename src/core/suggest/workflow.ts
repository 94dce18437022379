import { isMap, isScalar } from 'yaml';
import type { RelPath } from '../model/paths.ts';
import type { Suggestion } from './suggestion.ts';
import { type Block, lineOfKey, missing, yamlText } from './yaml-insert.ts';

const JOB: readonly Block[] = [
  {
    id: 'timeout',
    rule: 'J03',
    key: 'timeout-minutes',
    lines: ['timeout-minutes: 30'],
    title: 'a job that hangs ends after half an hour, not after six',
  },
];

const PERMISSIONS: Block = {
  id: 'permissions',
  rule: 'J15',
  key: 'permissions',
  lines: ['permissions:', '  contents: read'],
  title: 'the token of a run may read only: a job that pushes or comments has to be given more',
};

const CONCURRENCY: Block = {
  id: 'concurrency',
  rule: 'J05',
  key: 'concurrency',
  lines: [
    'concurrency:',
    '  group: ${{ github.workflow }}-${{ github.ref }}',
    "  cancel-in-progress: ${{ github.event_name == 'pull_request' }}",
  ],
  title: 'a newer commit of a pull request replaces the running build',
};

/** Improvements of a GitHub workflow (LF line ends) that is not derrick's. */
export function workflowSuggestions(text: string, file: RelPath): readonly Suggestion[] {
  const parsed = yamlText(text);
  const root: unknown = parsed?.documents[0]?.contents;
  if (parsed === undefined || !isMap(root)) return [];
  const { lines } = parsed;
  const jobs: unknown = root.get('jobs', true);
  const line = lineOfKey(root, 'jobs', lines);
  if (!isMap(jobs) || line === undefined) return [];
  const each = jobs.items.flatMap(({ key, value }) =>
    isScalar(key) && isMap(value) ? [[String(key.value), value] as const] : [],
  );
  const hasOwn = each.some(([, job]) => job.has('permissions'));
  const whole = [...(hasOwn ? [] : [PERMISSIONS]), CONCURRENCY].filter(({ key }) => !root.has(key));
  return [
    ...whole.map(({ id, rule, title, lines: insert }) => ({
      id,
      rule,
      file,
      line,
      title,
      edits: [{ line, remove: 0, insert: [...insert, ''] }],
    })),
    // A job that calls another workflow takes no time limit.
    ...each.flatMap(([name, job]) => (job.has('uses') ? [] : missing(job, JOB, { lines, file, suffix: name }))),
  ];
}

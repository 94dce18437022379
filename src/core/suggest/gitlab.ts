import { isMap, isScalar, type YAMLMap } from 'yaml';
import type { RelPath } from '../model/paths.ts';
import type { Suggestion } from './suggestion.ts';
import { type Block, missing, yamlText } from './yaml-insert.ts';

/** Keys of the whole file, which are no jobs. Source: https://docs.gitlab.com/ci/yaml/ */
const GLOBAL = new Set(['default', 'include', 'stages', 'variables', 'workflow', 'spec', 'image', 'services', 'cache']);

const TIMEOUT: Block = {
  id: 'timeout',
  rule: 'J03',
  key: 'timeout',
  lines: ['timeout: 30 minutes'],
  title: 'a job that hangs ends after half an hour',
};

/** A deployment, which must not run twice at once. */
function deployment(job: YAMLMap): readonly Block[] {
  const environment: unknown = job.get('environment');
  const name: unknown = isMap(environment) ? environment.get('name') : environment;
  const group = typeof name === 'string' && /^[\w./-]+$/.test(name) ? name : null;
  if (group === null) return [];
  const lines = [`resource_group: ${group}`];
  const title = `no two deployments to ${group} at once`;
  return [{ id: 'resource-group', rule: 'J23', key: 'resource_group', lines, title }];
}

/** Improvements of a GitLab pipeline (LF line ends) that is not derrick's. */
export function gitlabSuggestions(text: string, file: RelPath): readonly Suggestion[] {
  const parsed = yamlText(text);
  const root: unknown = parsed?.documents.at(-1)?.contents;
  if (parsed === undefined || !isMap(root)) return [];
  const { lines } = parsed;
  return root.items.flatMap(({ key, value }) => {
    if (!isScalar(key) || !isMap(value) || GLOBAL.has(String(key.value)) || !value.has('script')) return [];
    // What a job takes from another one is not to be seen here.
    if (value.has('extends') || value.has('<<')) return [];
    const suffix = String(key.value).replace(/[^\w-]+/g, '-');
    return missing(value, [TIMEOUT, ...deployment(value)], { lines, file, suffix });
  });
}

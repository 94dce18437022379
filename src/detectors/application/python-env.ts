import { type Claim, defineDetector } from '../../core/model/detector.ts';
import type { EnvVar } from '../../core/model/facts.ts';
import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { isSensitive } from '../javascript/env-names.ts';
import { envReads } from '../python/env-reads.ts';
import { indexSecrets } from '../python/index-secrets.ts';
import { pythonProject } from '../python/project.ts';
import { isPython, PYTHON_TRIGGER } from '../python/python-component.ts';
import { pythonRefusal, pythonStart } from '../python/start-plan.ts';
import { workersOf } from '../python/workers.ts';

const EXAMPLES = ['.env.example', '.env.sample', '.env.template', '.env.dist', 'example.env', 'sample.env'];

/** Names that the platform, the image or Python itself sets. */
const PLATFORM =
  /^(CI|HOME|PATH|PWD|TZ|TMPDIR|USER|SHELL|LANG|LC_ALL|HOSTNAME|VIRTUAL_ENV|DJANGO_SETTINGS_MODULE|PYTHON\w*|PYTEST_\w+|GITHUB_\w+)$/;

interface Example {
  readonly name: string;
  readonly value: string;
  readonly file: RelPath;
  readonly line: number;
}

function examples(scope: Scope): readonly Example[] {
  const file = EXAMPLES.map((name) => scope.at(name)).find((path) => scope.project.has(path));
  const text = file && scope.text(file)?.text;
  if (file === undefined || text === undefined) return [];
  return text.split('\n').flatMap((line, index) => {
    const match = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*$/.exec(line);
    if (match?.[1] === undefined) return [];
    const quoted = /^(["'])(.*)\1/.exec(match[2] ?? '');
    return [
      {
        name: match[1],
        value: quoted?.[2] ?? (match[2] ?? '').replace(/(^|\s)#.*$/, '').trim(),
        file,
        line: index + 1,
      },
    ];
  });
}

function variable(name: string, fallback: string | null, required: boolean): EnvVar {
  const sensitive = isSensitive(name, 'run');
  return { name, required, default: sensitive ? null : fallback, scope: 'run', sensitive };
}

function secretOfBuild(name: string): EnvVar {
  return { name, required: false, default: null, scope: 'build-secret', sensitive: true };
}

/** The inventory of environment variables: what the code reads, completed by the example file. */
export const pythonEnv = defineDetector({
  id: 'python-env',
  layer: 'application',
  title: 'Environment variables that Python code reads',
  docs: 'https://docs.python.org/3/library/os.html#os.environ',
  when: PYTHON_TRIGGER,
  *detect(scope, known): Iterable<Claim<'application'>> {
    if (!isPython(scope, known) || pythonRefusal(scope) !== undefined) return;
    const plan = pythonStart(scope);
    if (plan === undefined) return;
    const bound = new Set([
      plan.portVariable,
      plan.listen?.portVariable,
      plan.listen?.hostVariable,
      ...Object.keys(plan.bindEnv),
    ]);
    const project = pythonProject(scope);
    for (const { variables, file, line } of project === undefined ? [] : indexSecrets(scope, project)) {
      const value = variables.map((name) => secretOfBuild(name));
      const because = 'the install reads the credential of a package index from it';
      if (value.length > 0) yield { field: 'app.env', value, file, line, confidence: 'config', because };
    }
    const reads = envReads(scope).filter(({ name }) => !PLATFORM.test(name) && !bound.has(name));
    const told = new Set<string>();
    for (const { name, file, line } of reads) {
      if (told.has(name)) continue;
      told.add(name);
      const all = reads.filter((read) => read.name === name);
      const fallback = all.find((read) => read.default !== null)?.default ?? null;
      const required = fallback === null && all.some((read) => read.required);
      const value = [variable(name, fallback === '' ? null : fallback, required)];
      yield { field: 'app.env', value, file, line, confidence: 'source', because: `the code reads ${name}` };
    }
    for (const { reads: name, file, line, because } of workersOf(scope, project)) {
      if (name === undefined || told.has(name)) continue;
      told.add(name);
      yield { field: 'app.env', value: [variable(name, null, true)], file, line, confidence: 'source', because };
    }
    for (const { name, value: text, file, line } of examples(scope)) {
      if (told.has(name) || PLATFORM.test(name) || bound.has(name)) continue;
      const value = [variable(name, text === '' ? null : text, false)];
      yield {
        field: 'app.env',
        value,
        file,
        line,
        confidence: 'config',
        because: `the example of the environment names ${name}`,
      };
    }
  },
});

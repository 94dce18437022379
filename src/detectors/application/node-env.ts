import { defineDetector } from '../../core/model/detector.ts';
import type { EnvVar } from '../../core/model/facts.ts';
import { basename } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { otherEntries } from '../javascript/entry.ts';
import { exampleDefault, examples, productionSettings } from '../javascript/env-examples.ts';
import { isPlatformVariable, isSensitive, looksSecret, scopeOfVariable } from '../javascript/env-names.ts';
import { type EnvRead, envReads, isRequired } from '../javascript/env-reads.ts';
import { envSwitch } from '../javascript/env-switch.ts';
import { browserReads, frameworkReads, publicPrefixes } from '../javascript/framework-env.ts';
import { frameworkOf } from '../javascript/framework-of.ts';
import { listenCalls } from '../javascript/listen-calls.ts';
import { migrationSettings } from '../javascript/migrations.ts';
import { reachableModules } from '../javascript/module-graph.ts';
import type { ModuleIndex } from '../javascript/module-index.ts';
import { isNodeComponent, NODE_TRIGGER } from '../javascript/node-component.ts';
import { processModules } from '../javascript/process-entries.ts';
import { refusalOf } from '../javascript/refusal.ts';
import { serverModules } from '../javascript/shape.ts';
import { componentReads, pageReads, siteModules } from '../javascript/site-modules.ts';
import { startPlan } from '../javascript/start-plan.ts';

/** Frameworks whose applications have an entry file that reaches all that runs. */
const ENTERED: ReadonlySet<string> = new Set(['nestjs', 'adonisjs']);

/** What runs only in further programs and processes of the component. */
function otherModules(scope: Scope): readonly ModuleIndex[] {
  const main = new Set(serverModules(scope).map(({ path }) => path));
  const entries = [...otherEntries(scope), ...migrationSettings(scope)];
  const others = [...processModules(scope), ...reachableModules(scope, entries)];
  return [...new Set(others)].filter(({ path }) => !main.has(path));
}

/** The reads of each variable, in the order in which they were found. */
function byName(reads: readonly EnvRead[]): ReadonlyMap<string, readonly EnvRead[]> {
  const found = new Map<string, EnvRead[]>();
  for (const read of reads) {
    const list = found.get(read.name);
    if (list === undefined) found.set(read.name, [read]);
    else list.push(read);
  }
  return found;
}

/** When the value is needed: by the build where all reads are its own, else by the process. */
function scopeOf(name: string, reads: readonly EnvRead[], prefixes: readonly string[]): EnvVar['scope'] {
  if (reads.some(({ isOpen, at }) => isOpen === true && at !== 'run')) return 'build-public';
  const named = scopeOfVariable(name, prefixes);
  if (named !== 'run' || reads.length === 0 || reads.some(({ at }) => at !== 'build')) return named;
  return isSensitive(name, 'run') ? 'build-secret' : 'build-public';
}

function variableOf(
  name: string,
  {
    fallback,
    required,
    prefixes,
    reads = [],
  }: {
    readonly fallback: string | null;
    readonly required: boolean;
    readonly prefixes: readonly string[];
    readonly reads?: readonly EnvRead[];
  },
): EnvVar {
  const scope = scopeOf(name, reads, prefixes);
  const told = reads.some(({ sensitive }) => sensitive === true);
  const isOpen = scope === 'build-public' || reads.some((read) => read.isOpen === true);
  const isSecret = told || isSensitive(name, scope) || (fallback !== null && looksSecret(fallback));
  const sensitive = !isOpen && isSecret;
  return { name, required, default: sensitive ? null : fallback, scope, sensitive };
}

/** The inventory of environment variables: what the code reads, completed by the example file. */
export const nodeEnv = defineDetector({
  id: 'node-env',
  layer: 'application',
  title: 'Environment variables read by the code',
  docs: 'https://nodejs.org/api/process.html#processenv',
  when: NODE_TRIGGER,
  *detect(scope, known) {
    if (!isNodeComponent(scope, known) || refusalOf(scope) !== undefined) return;
    const framework = frameworkOf(scope)?.framework;
    const routed = framework !== undefined && framework.family !== 'server' && !ENTERED.has(framework.id);
    const modules = routed ? siteModules(scope) : [...serverModules(scope), ...otherModules(scope)];
    const bound = new Set(
      listenCalls(scope, serverModules(scope)).flatMap(({ portVariable, host }) => [portVariable, host?.variable]),
    );
    const set = startPlan(scope).process?.run.env ?? new Map<string, string>();
    const told = examples(scope);
    const off = routed ? envSwitch(scope, modules) : undefined;
    if (off !== undefined) {
      const { name, file, line } = off;
      const because = 'the build runs the check of the environment, whose values only the container has';
      yield { field: 'app.buildEnv', value: { [name]: '1' }, file, line, confidence: 'source', because };
    }
    const prefixes = publicPrefixes(scope, framework?.id);
    const skip = (name: string): boolean =>
      isPlatformVariable(name) || bound.has(name) || set.has(name) || name === off?.name;
    const reads = byName([
      ...envReads(scope, modules),
      ...(routed ? [...componentReads(scope), ...pageReads(scope)] : []),
      ...frameworkReads(scope, framework?.id, modules),
      ...(routed ? [] : browserReads(scope)),
    ]);
    for (const [name, [first, ...more]] of reads) {
      if (first === undefined || skip(name)) continue;
      const all = [first, ...more];
      const fallback = all.find((read) => read.default !== null)?.default ?? null;
      const required = fallback === null && isRequired(name, all);
      const value = [variableOf(name, { fallback, required, prefixes, reads: all })];
      yield {
        field: 'app.env',
        value,
        file: first.file,
        line: first.line,
        confidence: 'source',
        because: `the code reads ${name}`,
      };
    }
    for (const [name, { file, line, value: text }] of productionSettings(scope)) {
      const variable = variableOf(name, { fallback: text, required: false, prefixes });
      // A value that refers to others means something only where they are.
      if (variable.scope !== 'build-public' || variable.sensitive || text === '' || text.includes('$')) continue;
      const because = `${basename(file)} sets it for builds of production`;
      yield { field: 'app.env', value: [variable], file, line, confidence: 'config', because };
    }
    for (const [name, example] of told) {
      if (skip(name) || reads.has(name)) continue;
      const { file, line } = example;
      const secret = looksSecret(example.value) ? example.value : null;
      const value = [variableOf(name, { fallback: secret ?? exampleDefault(example), required: false, prefixes })];
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

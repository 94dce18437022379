import { defineDetector } from '../../core/model/detector.ts';
import type { EnvVar } from '../../core/model/facts.ts';
import { basename, relativeTo } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { otherEntries } from '../javascript/entry.ts';
import { examples, productionSettings } from '../javascript/env-examples.ts';
import { isPlatformVariable, isSensitive, looksSecret, scopeOfVariable } from '../javascript/env-names.ts';
import { type EnvRead, envReads } from '../javascript/env-reads.ts';
import { frameworkOf } from '../javascript/framework-of.ts';
import { listenCalls } from '../javascript/listen-calls.ts';
import { moduleAt, reachableModules } from '../javascript/module-graph.ts';
import type { ModuleIndex } from '../javascript/module-index.ts';
import { isNodeComponent, NODE_TRIGGER } from '../javascript/node-component.ts';
import { refusalOf } from '../javascript/refusal.ts';
import { serverModules } from '../javascript/shape.ts';
import { startPlan } from '../javascript/start-plan.ts';

/** Frameworks whose applications have an entry file that reaches all that runs. */
const ENTERED: ReadonlySet<string> = new Set(['nestjs', 'adonisjs']);

/** At most so many files of a site are looked through for variables. */
const SITE_FILES = 500;

/** Files of a site or a file-routed framework: no single entry reaches them all. */
function siteModules(scope: Scope): readonly ModuleIndex[] {
  const found: ModuleIndex[] = [];
  let read = 0;
  for (const file of scope.tree.files) {
    const path = relativeTo(file, scope.dir);
    if (
      !/\.[cm]?[jt]sx?$/.test(path) ||
      /\.d\.ts$|\.(test|spec|stories)\.|(^|\/)(tests?|__tests__|e2e|cypress|scripts|node_modules|dist|build|public)\//.test(
        path,
      )
    )
      continue;
    if (read >= SITE_FILES) break;
    read += 1;
    if (!/\benv\b/.test(scope.text(file)?.text ?? '')) continue;
    const module = moduleAt(scope, file);
    if (module !== undefined) found.push(module);
  }
  return found;
}

/** Reads in single-file components, which no syntax tree covers: `import.meta.env.X` by its text. */
function componentReads(scope: Scope): readonly EnvRead[] {
  const found: EnvRead[] = [];
  const files = ['vue', 'svelte', 'astro'].flatMap((extension) => scope.tree.withExtension(extension));
  for (const file of files.slice(0, SITE_FILES)) {
    for (const [at, line] of (scope.text(file)?.text ?? '').split('\n').entries()) {
      for (const match of line.matchAll(/import\.meta\.env\.([A-Za-z_]\w*)(\s*(?:\?\?|\|\|))?/g)) {
        found.push({ name: match[1] ?? '', file, line: at + 1, default: null, required: match[2] === undefined });
      }
    }
  }
  return found;
}

/** What runs only in further programs of the component. */
function otherModules(scope: Scope): readonly ModuleIndex[] {
  const main = new Set(serverModules(scope).map(({ path }) => path));
  return reachableModules(scope, otherEntries(scope)).filter(({ path }) => !main.has(path));
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

function variableOf(name: string, framework: string | undefined, fallback: string | null, required: boolean): EnvVar {
  const scope = scopeOfVariable(name, framework);
  const sensitive = isSensitive(name, scope) || (scope === 'run' && fallback !== null && looksSecret(fallback));
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
    const skip = (name: string): boolean => isPlatformVariable(name) || bound.has(name) || set.has(name);
    const reads = byName([...envReads(scope, modules), ...(routed ? componentReads(scope) : [])]);
    for (const [name, [first, ...more]] of reads) {
      if (first === undefined || skip(name)) continue;
      const all = [first, ...more];
      const fallback = all.find((read) => read.default !== null)?.default ?? null;
      const required = fallback === null && all.some((read) => read.required);
      const value = [variableOf(name, framework?.id, fallback, required)];
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
      const variable = variableOf(name, framework?.id, text, false);
      // A value that refers to others means something only where they are.
      if (variable.scope !== 'build-public' || variable.sensitive || text === '' || text.includes('$')) continue;
      const because = `${basename(file)} sets it for builds of production`;
      yield { field: 'app.env', value: [variable], file, line, confidence: 'config', because };
    }
    for (const [name, { file, line, value: text }] of told) {
      if (skip(name) || reads.has(name)) continue;
      const value = [variableOf(name, framework?.id, text === '' ? null : text, false)];
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

import { type Claim, defineDetector, type KnownFacts } from '../../core/model/detector.ts';
import type { Argv, Command } from '../../core/model/facts.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { outputFolder } from '../javascript/compiled-path.ts';
import { isFramework } from '../javascript/framework-of.ts';
import { innerBuild } from '../javascript/inner-build.ts';
import { opensPort } from '../javascript/listen-calls.ts';
import { buildsDefaultOnly, nestConfig, nestProjectAt, nestProjects } from '../javascript/nest-projects.ts';
import { isNodeComponent, runProgram } from '../javascript/node-component.ts';
import { dependencyLine, nodeProject } from '../javascript/node-project.ts';
import { refusalOf } from '../javascript/refusal.ts';
import { serverModules } from '../javascript/shape.ts';
import { shellText } from '../javascript/shell-words.ts';
import { startPlan } from '../javascript/start-plan.ts';

/** The compiled entry of a single application. */
function singleEntry(scope: Scope): { readonly output: string; readonly source: string } {
  const inner = innerBuild(scope);
  if (inner?.runs !== undefined) return { output: inner.runs, source: inner.source ?? scope.dir };
  const config = nestConfig(scope);
  const text = (key: string, fallback: string): string => {
    const value = config?.get(key);
    return typeof value === 'string' ? value : fallback;
  };
  const entry = text('entryFile', 'main');
  return { output: `${outputFolder(scope) ?? 'dist'}/${entry}.js`, source: `${text('sourceRoot', 'src')}/${entry}.ts` };
}

/** `nest build`, once for each application of a monorepo, since without a name it builds the default one only. */
function buildCommand(scope: Scope, known: KnownFacts): Command {
  const names = nestProjects(scope).map(({ name }) => name);
  const commands: readonly Argv[] = names.map((name) => runProgram(known, 'nest', 'build', name));
  const [first = runProgram(known, 'nest', 'build'), ...others] = commands;
  return others.length === 0 ? first : [first, ...others].map((words) => shellText(words)).join(' && ');
}

/** The further applications of a monorepo: processes of the same image. */
function* processes(scope: Scope): Iterable<Claim<'application'>> {
  const [first, ...others] = nestProjects(scope);
  const entry = startPlan(scope).process?.run.entry;
  const own = entry === undefined || entry === null ? first : nestProjectAt(scope, entry);
  for (const { name, output, file, line } of own === first ? others : nestProjects(scope)) {
    if (name === own?.name) continue;
    const value = [{ name, command: ['node', output] as const }];
    const because = `the configuration of NestJS has the application ${name}`;
    yield { field: 'app.processes', value, file, line, confidence: 'config', because };
  }
}

/** The NestJS command line compiles before it starts, so its start script is for development. */
export const nestjs = defineDetector({
  id: 'nestjs',
  layer: 'application',
  title: 'NestJS',
  docs: 'https://docs.nestjs.com/cli/overview',
  when: { nearestFile: ['package.json'] },
  *detect(scope, known) {
    const project = nodeProject(scope);
    if (!isNodeComponent(scope, known) || project === undefined || !isFramework(scope, 'nestjs')) return;
    if (refusalOf(scope) !== undefined) return;
    const place = { file: project.path, line: dependencyLine(project, '@nestjs/core') };
    const guess = { ...place, confidence: 'guess' } as const;
    const usual = { ...place, confidence: 'convention' } as const;
    const modules = serverModules(scope);
    const serves = modules.length === 0 || opensPort(scope, modules);
    const reason = serves ? 'NestJS serves requests' : 'its entry file opens no port';
    yield { field: 'app.kind', value: serves ? 'web' : 'worker', ...usual, because: reason };
    if (serves) yield { field: 'app.port', value: 3000, ...guess, because: '3000 is the habit of NestJS applications' };
    const [first] = nestProjects(scope);
    if (startPlan(scope).process === undefined) {
      const declared = first ?? innerBuild(scope);
      const { output, source } = first ?? singleEntry(scope);
      const place = declared && ({ file: declared.file, line: declared.line, confidence: 'config' } as const);
      const at = place ?? usual;
      yield { field: 'app.start', value: ['node', output], ...at, because: `nest build compiles ${source} to it` };
    }
    yield* processes(scope);
    const scripted = [...project.manifest.scripts.keys()].some((name) => /^build/.test(name));
    if (
      innerBuild(scope) !== undefined ||
      !project.dependencies.has('@nestjs/cli') ||
      (scripted && !buildsDefaultOnly(scope))
    )
      return;
    const because = scripted
      ? 'the build script builds the default application only'
      : 'no script builds it; this is the command of NestJS';
    const rung = scripted ? ({ file: first?.file ?? null, line: null, confidence: 'config' } as const) : usual;
    yield { field: 'app.build', value: buildCommand(scope, known), ...rung, because };
  },
});

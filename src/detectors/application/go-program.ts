import { type Claim, defineDetector } from '../../core/model/detector.ts';
import type { Argv, Refusal } from '../../core/model/facts.ts';
import { join } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { binaryName, binaryPath, bindArguments, buildCommand, serveCommand } from '../go/commands.ts';
import { type GoComponent, goComponent } from '../go/component.ts';
import { kindOf } from '../go/kind.ts';
import { frameworkOf } from '../go/listen.ts';
import { moduleOf } from '../go/modules.ts';
import { goPrograms } from '../go/programs.ts';

const LIBRARY: Refusal = {
  kind: 'library',
  reason: 'this Go module has no main package, so that there is nothing to run',
  remedy: 'Name the folder of a module that has a main package, or add one, for example in cmd/NAME.',
};

function* started(component: GoComponent): Iterable<Claim<'application'>> {
  const { program } = component;
  const serve = serveCommand(component);
  const bind = bindArguments(component);
  const argv: Argv = [
    binaryPath(binaryName(program.name)),
    ...(serve === undefined ? [] : [serve.word]),
    ...(bind?.args ?? []),
  ];
  const place = bind ?? serve;
  const because =
    bind === undefined
      ? serve === undefined
        ? `the binary of package main in ${program.dir === '.' ? 'the module’s folder' : program.dir}`
        : `its command ${serve.word} serves`
      : 'its address is a flag, whose default cannot be reached from outside';
  const { file = component.files[0]?.path ?? null, line = null } = place ?? {};
  yield { field: 'app.start', value: argv, file, line, confidence: 'convention', because };
}

function* metadata(scope: Scope, component: GoComponent): Iterable<Claim<'application'>> {
  const { program, files } = component;
  const main = files[0]?.path ?? null;
  if (program.dir !== program.module.dir && scope.dir === program.dir) {
    yield {
      field: 'app.name',
      value: program.name,
      file: main,
      line: null,
      confidence: 'convention',
      because: 'the folder of the program',
    };
  }
  const tests = scope.project
    .withExtension('go')
    .some((path) => path.endsWith('_test.go') && moduleOf(scope, path) === program.module);
  if (tests) {
    yield {
      field: 'app.test',
      value: ['go', 'test', './...'],
      file: program.module.mod?.path ?? null,
      line: null,
      confidence: 'convention',
      because: 'the module has tests',
    };
  }
}

/** What a Go program is, how it is built and how it is started. */
export const goProgram = defineDetector({
  id: 'go-program',
  layer: 'application',
  title: 'Go programs: kind, build and start',
  docs: 'https://go.dev/ref/spec#Program_execution',
  when: { nearestFile: ['go.mod', 'main.go'] },
  *detect(scope, known): Iterable<Claim<'application'>> {
    const module = moduleOf(scope, scope.dir);
    if (module?.mod !== undefined && module.dir === scope.dir) {
      const { path: file, module: own } = module.mod;
      const parts = (own?.text ?? '').split('/').filter((part) => part !== '' && !/^v\d+$/.test(part));
      const name = parts.at(-1);
      if (own !== undefined && name !== undefined) {
        yield {
          field: 'app.name',
          value: name,
          file,
          line: own.line,
          confidence: 'manifest',
          because: 'the last part of the module path',
        };
      }
      const isHosted =
        /^(github\.com|gitlab\.com|bitbucket\.org|codeberg\.org)$/.test(parts[0] ?? '') && parts.length > 2;
      if (own !== undefined && isHosted) {
        const value = `https://${parts.slice(0, 3).join('/')}`;
        yield {
          field: 'app.repository',
          value,
          file,
          line: own.line,
          confidence: 'manifest',
          because: 'the module path names it',
        };
      }
      if (!goPrograms(scope).some((program) => program.module === module)) {
        yield {
          field: 'app.refusal',
          value: LIBRARY,
          file,
          line: own?.line ?? null,
          confidence: 'manifest',
          because: LIBRARY.reason,
        };
      }
    }
    const component = goComponent(scope, known);
    if (component === undefined) return;
    const { kind, file, line, confidence, because } = kindOf(component);
    yield { field: 'app.kind', value: kind, file, line, confidence, because };
    const framework = kind === 'web' ? frameworkOf(component) : undefined;
    if (framework !== undefined) {
      const version =
        module?.mod?.requires
          .find(({ text }) => framework.path === text || framework.path.startsWith(`${text}/`))
          ?.version.replace(/^v/, '') ?? null;
      yield {
        field: 'app.framework',
        value: { name: framework.name, version },
        file: framework.file,
        line: framework.line,
        confidence: 'source',
        because: `it imports ${framework.path}`,
      };
    }
    yield* metadata(scope, component);
    const { program } = component;
    const place = { file: component.files[0]?.path ?? join(program.dir, 'main.go'), line: null } as const;
    yield {
      field: 'app.build',
      value: buildCommand(component),
      ...place,
      confidence: 'convention',
      because: 'package main with a function main',
    };
    yield* started(component);
  },
});

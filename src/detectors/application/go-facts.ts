import { type Claim, defineDetector, type Notice } from '../../core/model/detector.ts';
import { join, relativeTo } from '../../core/model/paths.ts';
import { DATA } from '../data.generated.ts';
import { goComponent } from '../go/component.ts';
import { embeds } from '../go/embeds.ts';
import { absentFolders, readPaths, writtenPaths } from '../go/files.ts';
import { kindOf } from '../go/kind.ts';
import { frameworkOf } from '../go/listen.ts';
import { routesOf } from '../go/routes.ts';
import { signalHandler } from '../go/signals.ts';
import { NODE } from '../javascript/front-end.ts';
import { bestHealth } from '../javascript/health-path.ts';

type Told = Claim<'application'> | Notice;

/** Health path, SIGTERM, backing services and files of a Go program. */
export const goFacts = defineDetector({
  id: 'go-facts',
  layer: 'application',
  title: 'Health path, signals, services and files of a Go program',
  docs: 'https://pkg.go.dev/net/http#ServeMux',
  when: { nearestFile: ['go.mod', 'main.go'] },
  *detect(scope, known): Iterable<Told> {
    const component = goComponent(scope, known);
    if (component === undefined) return;
    const health = kindOf(component).kind === 'web' ? bestHealth(routesOf(component)) : undefined;
    if (health !== undefined) {
      const { path, file, line } = health;
      yield {
        field: 'app.health',
        value: path,
        file,
        line,
        confidence: 'source',
        because: 'the code answers this path',
      };
    }
    const handler = signalHandler(component);
    if (handler !== undefined) {
      yield {
        field: 'app.handlesSigterm',
        value: true,
        ...handler,
        confidence: 'source',
        because: 'the code asks for the signal',
      };
    }
    for (const [kind, modules] of Object.entries(DATA.go.services)) {
      for (const { path: file, imports } of component.files) {
        const via = [...imports.values()].find(({ path }) =>
          modules.some((name) => path === name || path.startsWith(`${name}/`)),
        );
        if (via === undefined) continue;
        const { path, line } = via;
        yield {
          field: 'app.services',
          value: [{ kind, via: path }],
          file,
          line,
          confidence: 'source',
          because: `it imports ${path}`,
        };
        break;
      }
    }
    const written = writtenPaths(component);
    for (const { path, file, line } of written) {
      yield {
        field: 'app.writable',
        value: [path],
        file,
        line,
        confidence: 'source',
        because: `the code writes to ${path}`,
      };
    }
    const { module } = component.program;
    for (const { path, file, line } of readPaths(scope, component)) {
      if (written.some((one) => `${one.path}/` === path)) continue;
      // From the component's folder, so that the image finds it whichever folder that is.
      const value = [
        `${relativeTo(module.dir, scope.dir) === '.' ? '' : `${relativeTo(module.dir, scope.dir)}/`}${path}`,
      ];
      yield { field: 'app.files', value, file, line, confidence: 'source', because: 'the code reads it at run time' };
    }
    const framework = frameworkOf(component);
    const habits = (DATA.go.reads as Readonly<Record<string, readonly string[]>>)[framework?.name ?? ''] ?? [];
    const there = habits.filter((name) => scope.project.hasFolder(join(module.dir, name)));
    if (framework !== undefined && there.length > 0) {
      const { name, file, line } = framework;
      const value = there.map((folder) => `${relativeTo(join(module.dir, folder), scope.dir)}/`);
      const because = `${name} reads these folders when it runs`;
      yield { field: 'app.files', value, file, line, confidence: 'convention', because };
    }
    for (const { pattern, path, file, line, isThere } of embeds(scope, component)) {
      const warning = `the program embeds ${pattern}, and there is no ${path} in the project: the build in the image would fail`;
      yield {
        field: 'app.serves',
        value: [{ path, from: null, by: NODE, at: 'build', missing: isThere ? null : warning }],
        file,
        line,
        confidence: 'source',
        because: `it embeds ${pattern}`,
      };
    }
    for (const { path, file, line } of absentFolders(scope, component)) {
      yield {
        field: 'app.serves',
        value: [{ path: join(module.dir, path), from: null, by: NODE, at: 'run', missing: null }],
        file,
        line,
        confidence: 'source',
        because: 'the code serves this folder',
      };
    }
  },
});

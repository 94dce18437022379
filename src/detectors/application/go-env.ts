import { type Claim, defineDetector } from '../../core/model/detector.ts';
import type { EnvVar } from '../../core/model/facts.ts';
import { goComponent } from '../go/component.ts';
import { envReads } from '../go/environment.ts';
import { frameworkOf, listens } from '../go/listen.ts';
import { privateModules } from '../go/private-modules.ts';
import { isPlatformVariable, isSensitive } from '../javascript/env-names.ts';

const EXAMPLES = ['.env.example', '.env.sample', '.env.template', '.env.dist', 'example.env'];

/** What git and curl read credentials from; the build gets it as a secret. */
const NETRC: EnvVar = { name: 'NETRC', required: true, default: null, scope: 'build-secret', sensitive: true };

/** The inventory of environment variables: what the code reads, completed by the example file. */
export const goEnv = defineDetector({
  id: 'go-env',
  layer: 'application',
  title: 'Environment variables that a Go program reads',
  docs: 'https://pkg.go.dev/os#Getenv',
  when: { nearestFile: ['go.mod', 'main.go'] },
  *detect(scope, known): Iterable<Claim<'application'>> {
    const component = goComponent(scope, known);
    if (component === undefined) return;
    const bound = new Set<string | null>();
    for (const { address } of listens(component).slice(0, 1)) {
      bound.add(address?.portVariable ?? null).add(address?.hostVariable ?? null);
      // The image sets it only where the default cannot be reached.
      if (address?.port === null || /^(localhost|127\.0\.0\.1)$/.test(address?.host ?? ''))
        bound.add(address?.addressVariable ?? null);
    }
    const seen = new Set<string>();
    for (const { variable, file, line } of envReads(component)) {
      seen.add(variable.name);
      if (bound.has(variable.name)) continue;
      yield {
        field: 'app.env',
        value: [variable],
        file,
        line,
        confidence: 'source',
        because: `the code reads ${variable.name}`,
      };
    }
    const framework = frameworkOf(component);
    if (framework?.name === 'gin' && !seen.has('GIN_MODE')) {
      const value: EnvVar = { name: 'GIN_MODE', required: false, default: 'release', scope: 'run', sensitive: false };
      const { file, line } = framework;
      yield {
        field: 'app.env',
        value: [value],
        file,
        line,
        confidence: 'convention',
        because: 'gin is in debug mode without it',
      };
    }
    const example = scope.nearest(...EXAMPLES);
    const lines = (example && scope.text(example)?.text.split('\n')) ?? [];
    for (const [index, line] of lines.entries()) {
      const [, name, raw = ''] = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
      if (name === undefined || example === undefined || seen.has(name) || bound.has(name) || isPlatformVariable(name))
        continue;
      const sensitive = isSensitive(name, 'run');
      const text = raw.replace(/^(["'])(.*)\1$/, '$2').replace(/\s+#.*$/, '');
      const value: EnvVar = {
        name,
        required: false,
        default: sensitive || text === '' ? null : text,
        scope: 'run',
        sensitive,
      };
      yield {
        field: 'app.env',
        value: [value],
        file: example,
        line: index + 1,
        confidence: 'config',
        because: 'the example settings name it',
      };
    }
    const hidden = known.get('runtime.packageManager')?.id === 'go-vendor' ? undefined : privateModules(scope);
    if (hidden === undefined) return;
    const { file, line } = hidden;
    yield {
      field: 'app.env',
      value: [NETRC],
      file,
      line,
      confidence: 'config',
      because: 'GOPRIVATE names modules that need a login',
    };
  },
});

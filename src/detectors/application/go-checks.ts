import { type Claim, defineDetector } from '../../core/model/detector.ts';
import type { Argv } from '../../core/model/facts.ts';
import { goComponent } from '../go/component.ts';

const SETTINGS = ['.golangci.yml', '.golangci.yaml', '.golangci.toml', '.golangci.json'];

/** Releases of golangci-lint, by the version of its settings. Source: https://golangci-lint.run/docs/product/migration-guide/ */
const RELEASES: readonly (readonly [major: string, module: string])[] = [
  ['2', 'github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.6.2'],
  ['1', 'github.com/golangci/golangci-lint/cmd/golangci-lint@v1.64.8'],
];

/** The linter that a Go project has settings for; `go vet` is run in any case. */
export const goChecks = defineDetector({
  id: 'go-checks',
  layer: 'application',
  title: 'golangci-lint',
  docs: 'https://golangci-lint.run/docs/configuration/file/',
  when: { nearestFile: SETTINGS },
  *detect(scope, known): Iterable<Claim<'application'>> {
    if (goComponent(scope, known) === undefined) return;
    const file = scope.nearest(...SETTINGS);
    if (file === undefined) return;
    const format = file.endsWith('.toml') ? 'toml' : file.endsWith('.json') ? 'json' : 'yaml';
    const major = String(scope.doc(file, format)?.get('version') ?? '1');
    const module = RELEASES.find(([one]) => one === major)?.[1];
    if (module === undefined) return;
    const value: Argv = ['go', 'run', module, 'run', './...'];
    const because = 'there are settings of golangci-lint';
    yield { field: 'app.lint', value, file, line: null, confidence: 'config', because };
  },
});

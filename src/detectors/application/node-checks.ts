import { type Claim, defineDetector, type KnownFacts } from '../../core/model/detector.ts';
import type { Argv } from '../../core/model/facts.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { isNodeComponent, runProgram, runScript } from '../javascript/node-component.ts';
import { dependencyLine, type NodeProject, nodeProject } from '../javascript/node-project.ts';
import { testScript, testTool } from '../javascript/test-script.ts';

/** Scripts that lint, the usual one first. */
const LINT_SCRIPTS = ['lint:ci', 'lint', 'check:lint', 'eslint'];

/** Linters that a project can have without a script for them: their package, settings, and words. */
const LINTERS = [
  { name: '@biomejs/biome', config: /^biome\.jsonc?$/, words: ['biome', 'ci', '.'] },
  {
    name: 'eslint',
    config: /^(eslint\.config\.[cm]?[jt]s|\.eslintrc(\.(js|cjs|json|ya?ml))?)$/,
    words: ['eslint', '.'],
  },
  { name: 'oxlint', config: /^\.?oxlintrc\.json$/, words: ['oxlint'] },
] as const;

interface Linter {
  readonly command: Argv;
  readonly line: number | null;
  readonly because: string;
}

/** True for a script that lints, changes nothing and ends. */
function lints(text: string): boolean {
  return !/^\s*((echo|exit|true)\b.*)?$|--fix\b|--write\b|--watch\b/.test(text);
}

function linterOf(scope: Scope, known: KnownFacts, project: NodeProject): Linter | undefined {
  const { scripts } = project.manifest;
  const script = LINT_SCRIPTS.find((name) => lints(scripts.get(name) ?? ''));
  if (script !== undefined) {
    const line = project.manifest.lineOf('scripts', script);
    return { command: runScript(known, script), line, because: `package.json has a ${script} script` };
  }
  const own = scope.tree.entries(scope.dir).filter((name) => !name.endsWith('/'));
  const found = LINTERS.find(
    ({ name, config }) => project.dependencies.has(name) && own.some((path) => config.test(path)),
  );
  if (found === undefined) return undefined;
  const because = `the project has ${found.name} and its settings`;
  return { command: runProgram(known, ...found.words), line: dependencyLine(project, found.name), because };
}

/** The linter of a Node project, and the runner of its tests. */
export const nodeChecks = defineDetector({
  id: 'node-checks',
  layer: 'application',
  title: 'Linter and test runner of a Node project',
  docs: 'https://eslint.org/docs/latest/use/command-line-interface',
  when: { nearestFile: ['package.json'] },
  *detect(scope, known): Iterable<Claim<'application'>> {
    const project = nodeProject(scope);
    if (!isNodeComponent(scope, known) || project === undefined) return;
    const file = project.path;
    const linter = linterOf(scope, known, project);
    if (linter !== undefined) {
      const { command, line, because } = linter;
      yield { field: 'app.lint', value: command, file, line, confidence: 'manifest', because };
    }
    const { scripts } = project.manifest;
    const test = testScript(scripts);
    const tool = test === undefined ? undefined : testTool(scripts.get(test) ?? '', project.dependencies);
    if (test === undefined || tool === undefined) return;
    const line = project.manifest.lineOf('scripts', test);
    const because = `the script ${test} ends in it`;
    yield { field: 'app.testTool', value: tool, file, line, confidence: 'manifest', because };
  },
});

import { type Claim, defineDetector } from '../../core/model/detector.ts';
import type { Language } from '../../core/model/facts.ts';
import { join } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { bunSignal } from '../node/bun-runtime.ts';
import { innerProject, innerProjects } from '../node/inner-projects.ts';
import { loneEntry } from '../node/node-folder.ts';
import { type PackageJson, readPackageJson } from '../node/package-json.ts';

const NODE = 'node' as Language;
const BUN = 'bun' as Language;

/** False for a package.json that only holds tools, as projects of other languages have it for their assets. */
function isApplication({ scripts, main, module, dependencies, bin }: PackageJson): boolean {
  return scripts.has('start') || main !== undefined || module !== undefined || dependencies.size > 0 || bin.size > 0;
}

function* detect(scope: Scope): Iterable<Claim<'runtime'>> {
  const field = 'runtime.language';
  const lone = loneEntry(scope);
  if (lone !== undefined) {
    const because = 'a server file of JavaScript lies in the root';
    yield { field, value: NODE, file: lone, line: null, confidence: 'guess', because };
  }
  const inner = innerProject(scope);
  if (inner !== undefined) {
    const { doc, keys, root } = inner;
    const because = `it is a project of ${join(root, 'package.json')}`;
    yield { field, value: NODE, file: doc.path, line: doc.lineOf(...keys), confidence: 'manifest', because };
  }
  const path = scope.at('package.json');
  if (!scope.project.has(path)) return;
  const bun = bunSignal(scope);
  if (bun !== undefined) {
    yield { field, value: BUN, file: bun.file ?? path, line: bun.line, confidence: 'manifest', because: bun.because };
    return;
  }
  const manifest = readPackageJson(scope, path);
  const confidence = manifest !== undefined && isApplication(manifest) ? 'manifest' : 'config';
  yield { field, value: NODE, file: path, line: null, confidence, because: 'there is a package.json' };
}

/** Node.js, or Bun where Bun runs the application and does not only install its dependencies. */
export const nodeLanguage = defineDetector({
  id: 'node-language',
  layer: 'runtime',
  languages: ['node', 'bun', 'javascript', 'typescript'],
  title: 'Node.js or Bun',
  docs: 'https://nodejs.org/api/packages.html',
  when: { nearestFile: ['package.json', 'server.js', 'app.js'] },
  marks: ['package.json'],
  folders(project) {
    const applications = [...innerProjects(project).values()].filter(({ isApplication }) => isApplication);
    return applications.map(({ dir }) => dir).filter((dir) => !project.project.has(join(dir, 'package.json')));
  },
  detect,
});

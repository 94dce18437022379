import { type Claim, defineDetector, type Notice } from '../../core/model/detector.ts';
import type { Language } from '../../core/model/facts.ts';
import type { PackageManager } from '../../core/model/package-manager.ts';
import { hasPackages, isLibrary, phpProject } from '../php/project.ts';

/** PHP, where there is a composer.json or an index.php, and Composer, where it installs anything. */
export const phpLanguage = defineDetector({
  id: 'php-language',
  layer: 'runtime',
  languages: ['php'],
  title: 'PHP and Composer',
  docs: 'https://getcomposer.org/doc/04-schema.md',
  when: { anyFile: ['composer.json', 'index.php'] },
  marks: ['composer.json'],
  *detect(scope): Iterable<Claim<'runtime'> | Notice> {
    const project = phpProject(scope);
    if (project === undefined) return;
    const { manifest, file, lock, framework, requires } = project;
    const value = 'php' as Language;
    // A framework's manifest says more than the package.json that builds its assets.
    const isPinned = framework !== undefined || (manifest !== undefined && project.index !== undefined);
    const confidence = isPinned ? 'pinned' : manifest === undefined ? 'config' : 'manifest';
    const because = manifest === undefined ? 'there is an index.php' : 'there is a composer.json';
    yield { field: 'runtime.language', value, file, line: null, confidence, because };
    const hasWork = hasPackages(project) || manifest?.get('autoload') !== undefined;
    if (manifest === undefined || isLibrary(project) || !hasWork) return;
    const manager: PackageManager = { id: 'composer', version: null, lockfile: lock ?? null, root: scope.dir };
    yield { field: 'runtime.packageManager', value: manager, file, line: null, confidence, because };
    const files = [manifest.path, ...(lock === undefined ? [] : [lock])];
    yield {
      field: 'runtime.installFiles',
      value: files,
      file,
      line: null,
      confidence,
      because: 'they name the packages',
    };
    if (!hasPackages(project) || lock !== undefined) return;
    const line = [...requires.values()].find(({ name }) => name.includes('/'))?.line ?? null;
    yield {
      diagnostic: {
        code: 'DRK1102',
        severity: 'warning',
        detail: `${manifest.path} requires packages, but there is no composer.lock`,
        at: { file: manifest.path, line },
        hint: 'Run `composer update` and commit composer.lock.',
      },
    };
  },
});

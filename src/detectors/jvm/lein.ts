import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { clojureFile } from './clojure-files.ts';
import { type Form, valueAt } from './clojure-reader.ts';
import type { Coordinates } from './pom.ts';

/** What a project.clj says. Source: https://codeberg.org/leiningen/leiningen/src/branch/main/sample.project.clj */
export interface LeinProject {
  readonly name: Form;
  readonly version: Form | undefined;
  readonly dependencies: readonly Coordinates[];
  readonly plugins: readonly Coordinates[];
  /** The namespace with `-main`. */
  readonly main: Form | undefined;
  /** `:ring`, where lein-ring starts a handler. */
  readonly ring: Form | undefined;
  /** Where the jar with everything is made, relative to the folder. */
  readonly jar: string;
}

/** Coordinates of vectors such as `[ring/ring-core "1.15.3" :scope "test"]`. */
function coordinates(file: RelPath, vectors: Form | undefined, scope: string): readonly Coordinates[] {
  return (vectors?.items ?? []).flatMap(({ kind, items, line }) => {
    const [name, version] = items;
    if (kind !== 'vector' || name?.kind !== 'symbol') return [];
    const [group = '', artifact = group] = name.text.split('/');
    const own = valueAt({ kind: 'list', text: '', items, line }, 'scope')?.text ?? scope;
    return [{ group, artifact, version: version?.kind === 'string' ? version.text : null, scope: own, file, line }];
  });
}

/** Reads a project.clj; `undefined` when it is absent or defines no project. */
export function readLein(scope: Scope, path: RelPath): LeinProject | undefined {
  const source = clojureFile(scope, path);
  const form = source?.forms.find(({ items: [first] }) => first?.text === 'defproject');
  const [, name, version] = form?.items ?? [];
  if (form === undefined || name?.kind !== 'symbol') return undefined;
  const uberjar = (key: string) => valueAt(form, 'profiles', 'uberjar', key) ?? valueAt(form, key);
  const plain = name.text.slice(name.text.indexOf('/') + 1);
  const named = uberjar('uberjar-name')?.text.replaceAll('%s', version?.text ?? '*');
  const folder = (uberjar('target-path')?.text ?? 'target').replaceAll('%s', 'uberjar').replace(/\/$/, '');
  return {
    name,
    version: version?.kind === 'string' ? version : undefined,
    dependencies: coordinates(path, valueAt(form, 'dependencies'), 'compile'),
    plugins: coordinates(path, valueAt(form, 'plugins'), 'plugin'),
    main: uberjar('main'),
    ring: valueAt(form, 'ring'),
    jar: `${folder}/${named ?? `${plain}-${version?.kind === 'string' ? version.text : '*'}-standalone.jar`}`,
  };
}

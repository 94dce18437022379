import type { FileTree } from '../../core/workspace/file-tree.ts';
import type { Scope } from '../../core/workspace/scope.ts';

/**
 * Remembers what `make` says about a component. The key is the component's file tree, which all detectors of one
 * run share, while each of them has a scope of its own.
 */
export function perComponent<T>(make: (scope: Scope) => T): (scope: Scope) => T {
  const cache = new WeakMap<FileTree, { readonly value: T }>();
  return (scope) => {
    let known = cache.get(scope.tree);
    if (known === undefined) {
      known = { value: make(scope) };
      cache.set(scope.tree, known);
    }
    return known.value;
  };
}

import { relativeTo } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { basePathOf } from './base-path.ts';
import { frameworkOf } from './framework-of.ts';
import type { Route } from './routes.ts';

/** How a framework turns a file name into a path: the folder of its routes and the ending that answers requests. */
interface FileRouting {
  readonly file: RegExp;
  /** Turns the matched part into a path; slashes already part the folders. */
  readonly dots?: boolean;
}

const CODE = '\\.[jt]sx?$';

const ROUTING: Readonly<Record<string, readonly FileRouting[]>> = {
  nextjs: [
    { file: new RegExp(`^(?:src/)?app/(.+)/route${CODE}`) },
    { file: new RegExp(`^(?:src/)?pages/(api/.+)${CODE}`) },
  ],
  nuxt: [
    { file: new RegExp(`^server/(api/.+?)(?:\\.get)?${CODE}`) },
    { file: new RegExp(`^server/routes/(.+?)(?:\\.get)?${CODE}`) },
  ],
  nitro: [
    { file: new RegExp(`^(?:server/)?(api/.+?)(?:\\.get)?${CODE}`) },
    { file: new RegExp(`^(?:server/)?routes/(.+?)(?:\\.get)?${CODE}`) },
  ],
  sveltekit: [{ file: new RegExp(`^src/routes/(.+)/\\+server${CODE}`) }],
  astro: [{ file: /^src\/pages\/(.+)\.[jt]s$/ }],
  remix: [{ file: new RegExp(`^app/routes/(.+)${CODE}`), dots: true }],
  'react-router': [{ file: new RegExp(`^app/routes/(.+)${CODE}`), dots: true }],
  qwik: [{ file: new RegExp(`^src/routes/(.+)/index${CODE}`) }],
  solidstart: [{ file: new RegExp(`^src/routes/(.+)${CODE}`) }],
};

/**
 * The path of a file name of Remix: dots part it, `_auth` and `users_` are no parts, `route` is the file of a folder; and
 * `api+` is a folder that parts as it does for remix-flat-routes.
 * Sources: https://reactrouter.com/how-to/file-route-conventions, https://github.com/kiliman/remix-flat-routes
 */
function partsOf(plain: string): string {
  const segments = plain
    .replace(/\/(route|index)$/, '')
    .replaceAll('.', '/')
    .split('/');
  return segments
    .filter((segment) => !segment.startsWith('_'))
    .map((segment) => segment.replace(/[+_]$/, ''))
    .join('/');
}

/** Paths that follow from where files lie, for the frameworks that route by file. */
export function fileRoutes(scope: Scope): readonly Route[] {
  const base = basePathOf(scope)?.value ?? '';
  const rules = ROUTING[frameworkOf(scope)?.framework.id ?? ''] ?? [];
  const found: Route[] = [];
  for (const file of rules.length === 0 ? [] : scope.tree.files) {
    const path = relativeTo(file, scope.dir);
    for (const rule of rules) {
      const match = rule.file.exec(path)?.[1];
      if (match === undefined) continue;
      const plain = match
        .replace(/(^|\/)\([^)]*\)(?=\/|$)/g, '')
        .replace(/\/index$/, '')
        .replace(/\[\.\]/g, '\0');
      const parts = rule.dots === true ? partsOf(plain) : plain;
      found.push({ path: `${base}/${parts.replaceAll('\0', '.')}`.replace(/\/{2,}/g, '/'), file, line: 1 });
    }
  }
  return found;
}

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
      const parts = rule.dots === true ? plain.replaceAll('.', '/') : plain;
      found.push({ path: `${base}/${parts.replaceAll('\0', '.')}`.replace(/\/{2,}/g, '/'), file, line: 1 });
    }
  }
  return found;
}

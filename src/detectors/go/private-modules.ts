import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';

/** Where a project says which modules are private. */
export interface PrivateModules {
  readonly value: string;
  readonly file: RelPath;
  readonly line: number;
}

const FILES = [
  'Makefile',
  'Taskfile.yml',
  'Taskfile.yaml',
  'justfile',
  '.envrc',
  '.env.example',
  'mise.toml',
  '.mise.toml',
  'Dockerfile',
  '.gitlab-ci.yml',
];

/** GOPRIVATE as build files set it. Source: https://go.dev/ref/mod#private-modules */
export function privateModules(scope: Scope): PrivateModules | undefined {
  const paths = [...FILES.map((name) => scope.nearest(name)), ...scope.project.match('.github/workflows/*.{yml,yaml}')];
  for (const path of paths) {
    const lines = (path && scope.text(path)?.text.split('\n')) || [];
    for (const [index, line] of lines.entries()) {
      const value = /\bGOPRIVATE["']?\s*[:?]?[=:]\s*["']?([\w.*/,-]+)/.exec(line)?.[1];
      if (value !== undefined && path !== undefined) return { value, file: path, line: index + 1 };
    }
  }
  return undefined;
}

import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { buildScript } from './build-scripts.ts';
import { stringIn } from './expressions.ts';
import { moduleAt } from './module-graph.ts';
import { nodeProject } from './node-project.ts';
import { optionOf } from './script-flags.ts';
import { scriptsRunBy } from './script-graph.ts';
import { wrappedWords } from './script-wrappers.ts';
import { shellSegments } from './shell-words.ts';
import { folderBelow } from './site-output.ts';
import { toldByConfig } from './site-setting.ts';
import { module } from './site-tool.ts';
import { typescriptSettings } from './ts-settings.ts';

/** How a tool is told where to write: options for a file, options for a folder, or its last word. */
interface Writer {
  readonly file?: readonly string[];
  readonly folder?: readonly string[];
  /** True where the last word is the target: the file itself, or `in:out` pairs. */
  readonly last?: boolean;
}

const COPY: Writer = { last: true };
const OUT: Writer = { file: ['-o', '--output', '--out-file'], folder: ['-d', '--dir', '--out-dir', '--output-dir'] };

/** Programs that write styles, scripts and pages; each read in its own help text. */
const WRITERS: Readonly<Record<string, Writer>> = {
  sass: { last: true },
  'node-sass': { file: ['-o', '--output'], last: true },
  lessc: { last: true },
  stylus: { file: ['-o', '--out'] },
  postcss: OUT,
  tailwindcss: OUT,
  '@tailwindcss/cli': OUT,
  cleancss: OUT,
  lightningcss: OUT,
  esbuild: { file: ['--outfile'], folder: ['--outdir'] },
  rollup: { file: ['-o', '--file'], folder: ['-d', '--dir'] },
  browserify: { file: ['-o', '--outfile'] },
  terser: OUT,
  uglifyjs: OUT,
  babel: OUT,
  swc: OUT,
  tsc: { file: ['--outFile'], folder: ['--outDir'] },
  pug: { folder: ['-o', '--out'] },
  posthtml: OUT,
  'html-minifier': { file: ['-o', '--output'], folder: ['--output-dir'] },
  'html-minifier-terser': { file: ['-o', '--output'], folder: ['--output-dir'] },
  cp: COPY,
  cpx: COPY,
  cpy: COPY,
  ncp: COPY,
  copyfiles: COPY,
};

/** What a build script writes. */
export interface BuildTarget {
  /** The file or folder, relative to the component. */
  readonly path: RelPath;
  readonly isFolder: boolean;
  /** True where pages are among what is written there. */
  readonly hasPages: boolean;
  readonly script: string;
  readonly line: number | null;
  readonly file: RelPath;
}

interface Written {
  readonly path: string;
  readonly isFolder: boolean;
  readonly hasPages: boolean;
}

function isFile(path: string): boolean {
  return /\.\w+$/.test(path);
}

/** The source and the target of a word or of two: `a.scss:a.css`, `src dist`. */
function lastOf(args: readonly string[]): readonly Written[] {
  const words = args.filter((arg) => !arg.startsWith('-'));
  const pairs = words.filter((word) => word.includes(':'));
  if (pairs.length > 0) {
    const targets = pairs.map((word) => word.slice(word.lastIndexOf(':') + 1));
    return targets.map((path) => ({ path, isFolder: !isFile(path), hasPages: false }));
  }
  const [sources, path] = [words.slice(0, -1), words.at(-1)];
  if (path === undefined || sources.length === 0) return [];
  const whole = sources.some((word) => /\.html?$/.test(word) || !isFile(word) || /\*$/.test(word));
  return [{ path, isFolder: !isFile(path), hasPages: whole && !/\.css$/.test(path) }];
}

function writtenBy(program: string, args: readonly string[]): readonly Written[] {
  if (program === 'shx') return writtenBy(args[0] ?? '', args.slice(1));
  const writer = Object.hasOwn(WRITERS, program) ? WRITERS[program] : undefined;
  if (writer === undefined) return [];
  const hasPages = /html|pug/.test(program);
  const file = optionOf(args, ...(writer.file ?? []));
  if (file !== undefined) return [{ path: file, isFolder: !isFile(file), hasPages }];
  const folder = optionOf(args, ...(writer.folder ?? []));
  if (folder !== undefined) return [{ path: folder, isFolder: true, hasPages }];
  return writer.last === true ? lastOf(args).map((one) => ({ ...one, hasPages: writer === COPY && one.hasPages })) : [];
}

/** What the configuration of a tool says, where its command does not. */
function configured(scope: Scope, program: string): readonly Written[] {
  if (program === 'rollup') {
    const file = toldByConfig(scope, [module('rollup.config', 'output', 'file')])?.value;
    const folder = toldByConfig(scope, [module('rollup.config', 'output', 'dir')])?.value;
    const path = file ?? folder;
    // A plugin that takes or makes pages: @web/rollup-plugin-html, @rollup/plugin-html.
    const plugins = [...(nodeProject(scope)?.dependencies.keys() ?? [])];
    const hasPages = plugins.some((name) => /(^|\/)(rollup-)?plugin-html($|-)/.test(name));
    return path === undefined ? [] : [{ path, isFolder: file === undefined, hasPages }];
  }
  if (program === 'tsc') {
    const path = typescriptSettings(scope)?.outDir;
    return path === undefined ? [] : [{ path, isFolder: true, hasPages: false }];
  }
  if (program !== 'gulp') return [];
  const file = ['gulpfile.js', 'gulpfile.mjs', 'gulpfile.cjs', 'gulpfile.babel.js', 'gulpfile.ts'].find((name) =>
    scope.project.has(scope.at(name)),
  );
  const calls = file === undefined ? [] : (moduleAt(scope, scope.at(file))?.calls ?? []);
  const targets = calls.flatMap(({ method, node }) => (method === 'dest' ? (stringIn(node.arguments[0]) ?? []) : []));
  const tops = new Set(targets.map((path) => path.replace(/^\.\//, '').split('/')[0] ?? ''));
  // One folder that everything goes to holds the pages too.
  return targets.map((path) => ({
    path: tops.size === 1 ? ([...tops][0] ?? path) : path,
    isFolder: true,
    hasPages: tops.size === 1,
  }));
}

function ofCommand(scope: Scope, words: readonly string[]): readonly Written[] {
  const plain = words.slice(words.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word)));
  const [program = '', ...args] = plain;
  const wrapped = wrappedWords(program, args) ?? (['yarn', 'pnpm'].includes(program) ? args : undefined);
  if (wrapped !== undefined) return wrapped.length === 0 ? [] : ofCommand(scope, wrapped);
  const said = writtenBy(program, args);
  return said.length > 0 ? said : configured(scope, program);
}

/** Everything that the component's build script is seen to write below the component. */
export function buildTargets(scope: Scope): readonly BuildTarget[] {
  const manifest = nodeProject(scope)?.manifest;
  const name = manifest && buildScript(manifest.scripts);
  if (manifest === undefined || name === undefined) return [];
  const found: BuildTarget[] = [];
  for (const script of scriptsRunBy(manifest.scripts, name)) {
    for (const { words } of shellSegments(manifest.scripts.get(script) ?? '') ?? []) {
      for (const { path, isFolder, hasPages } of ofCommand(scope, words)) {
        const inside = folderBelow(scope, path);
        const place = { script, line: manifest.lineOf('scripts', script), file: manifest.path };
        if (inside !== undefined) found.push({ path: inside, isFolder, hasPages, ...place });
      }
    }
  }
  return found;
}

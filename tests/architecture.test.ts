import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from '@babel/parser';
import Handlebars from 'handlebars';
import { CATALOG } from '../src/core/errors/catalog.ts';
import { BUILTIN_RIGGINGS } from '../src/riggings/builtin.generated.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

/** The files below a folder of the repository with this ending, relative to the root. */
function filesUnder(dir: string, ending: string): readonly string[] {
  return readdirSync(join(ROOT, dir), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(ending))
    .map((path) => join(dir, path))
    .sort();
}

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** What a source file imports and which members of global objects it reads; from its syntax tree, so that text in it counts for nothing. */
interface Uses {
  /** Paths from the root for its own code, names for packages. */
  readonly imports: readonly string[];
  /** `process.env`, `Date.now`. */
  readonly members: readonly string[];
}

function nodesOf(value: unknown): readonly Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(nodesOf);
  const node = value as Record<string, unknown>;
  const inner = Object.entries(node).flatMap(([key, child]) => (key === 'loc' ? [] : nodesOf(child)));
  return typeof node.type === 'string' ? [node, ...inner] : inner;
}

function nameOf(node: unknown): string {
  return String((node as { readonly name?: unknown } | null)?.name ?? '');
}

function usesOf(path: string): Uses {
  const ast = parse(read(path), { sourceType: 'module', plugins: ['typescript'], attachComment: false });
  const imports: string[] = [];
  const members: string[] = [];
  for (const node of nodesOf(ast.program.body)) {
    const source =
      node.type === 'CallExpression' && (node.callee as { type: string }).type === 'Import'
        ? (node.arguments as unknown[])[0]
        : node.source;
    const name = (source as { readonly value?: unknown } | undefined)?.value;
    if (typeof name === 'string') imports.push(name.startsWith('.') ? normalize(join(dirname(path), name)) : name);
    if (node.type === 'MemberExpression') members.push(`${nameOf(node.object)}.${nameOf(node.property)}`);
    if (node.type === 'NewExpression' && nameOf(node.callee) === 'Date' && (node.arguments as unknown[]).length === 0)
      members.push('new Date');
  }
  return { imports, members };
}

const SOURCES = [...filesUnder('src', '.ts'), ...filesUnder('rigging-templates', '.ts')];
const USES = new Map(SOURCES.map((path) => [path, usesOf(path)]));
const TEMPLATES = filesUnder('rigging-templates', '.hbs');

/** Packages that the core may use: parsers, the template engine and the merge; each pure. */
const CORE_PACKAGES = [
  '@babel/parser',
  '@babel/types',
  '@lezer/',
  'diff',
  'fast-xml-parser',
  'handlebars',
  'ignore',
  'jsonc-parser',
  'node-diff3',
  'picomatch',
  'semver',
  'shell-quote',
  'smol-toml',
  'yaml',
];

/** Folder by folder, what may be imported from there: prefixes of paths, or names of packages. The longest folder counts. */
const RULES: Readonly<Record<string, readonly string[]>> = {
  'src/core/': ['src/core/', ...CORE_PACKAGES],
  'src/core/write/digest.ts': ['node:crypto', 'src/core/'],
  'src/detectors/': ['src/core/', 'src/detectors/', ...CORE_PACKAGES],
  'src/riggings/': ['src/core/', 'rigging-templates/', 'src/riggings/'],
  'src/adapters/': [
    'src/core/',
    'src/adapters/',
    'src/version.generated.ts',
    'node:',
    'fast-glob',
    'ignore',
    'inquirer',
  ],
  'src/commands/': [
    'src/core/',
    'src/adapters/',
    'src/commands/',
    'src/riggings/',
    'src/detectors/load.ts',
    'src/detectors/registry.generated.ts',
    'src/detectors/data.generated.ts',
    'rigging-templates/_shared/views/',
    'commander',
  ],
  'src/cli.ts': ['src/commands/', 'src/adapters/', 'src/core/errors/', 'src/version.generated.ts', 'commander'],
  'src/version.generated.ts': [],
  'rigging-templates/': ['rigging-templates/', 'src/core/model/', 'src/core/render/escape.ts'],
};

function ruleFor(path: string): readonly string[] {
  const folders = Object.keys(RULES).filter((folder) => path.startsWith(folder));
  const longest = folders.sort((a, b) => b.length - a.length)[0];
  if (longest === undefined) throw new Error(`no import rule for ${path}`);
  return RULES[longest] ?? [];
}

describe('imports', () => {
  it('follow the layers', () => {
    const breaches = SOURCES.flatMap((path) =>
      (USES.get(path)?.imports ?? [])
        .filter(
          (name) =>
            !ruleFor(path).some((allowed) => name === allowed || (/[/:]$/.test(allowed) && name.startsWith(allowed))),
        )
        .map((name) => `${path} imports ${name}`),
    );
    expect(breaches).toEqual([]);
  });

  it('keep `process` and the machine at the edges', () => {
    const pure = SOURCES.filter((path) => !path.startsWith('src/adapters/') && path !== 'src/cli.ts');
    const breaches = pure.filter((path) =>
      USES.get(path)?.members.some((member) =>
        /^(process\.(argv|chdir|cwd|env|exit|exitCode|kill|on|pid|platform|stderr|stdin|stdout)$|Date\.now$|new Date$|Math\.random$)/.test(
          member,
        ),
      ),
    );
    expect(breaches).toEqual([]);
  });

  it('set the exit code in one place', () => {
    const setting = SOURCES.filter((path) =>
      USES.get(path)?.members.some((member) => /^process\.exit(Code)?$/.test(member)),
    );
    expect(setting).toEqual(['src/cli.ts']);
  });

  it('bundle no package but those of package.json and what these need', () => {
    const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Readonly<Record<string, string>> };
    const lock = JSON.parse(read('package-lock.json')) as {
      packages: Readonly<Record<string, { readonly dev?: boolean }>>;
    };
    for (const name of CORE_PACKAGES.filter((one) => one !== '@babel/types' && !one.endsWith('/')))
      expect(Object.keys(dependencies)).toContain(name);
    if (!existsSync(join(ROOT, 'dist/packages.json'))) return;
    const bundled = JSON.parse(read('dist/packages.json')) as readonly string[];
    expect(bundled.filter((name) => lock.packages[`node_modules/${name}`]?.dev === true)).toEqual([]);
  });
});

/** Files that were longer when the rule came, with the lines they had: they may shrink, not grow. */
const LONGER: Readonly<Record<string, number>> = {
  'rigging-templates/_shared/partials/compose/service.hbs': 63,
  'rigging-templates/image-php/Dockerfile.hbs': 72,
  'src/detectors/application/nextjs.ts': 203,
  'src/detectors/application/php-program.ts': 255,
  'src/detectors/go/values.ts': 339,

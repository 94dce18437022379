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
  'src/detectors/application/nextjs.ts': 163,
  'src/detectors/go/values.ts': 261,
};

/** Templates that nested deeper when the rule came. */
const DEEPER: readonly string[] = [
  'rigging-templates/_shared/partials/compose/service.hbs',
  'rigging-templates/_shared/partials/dockerfile/node-tools.hbs',
  'rigging-templates/_shared/partials/dockerfile/site-generator.hbs',
  'rigging-templates/_shared/partials/k8s/overlay.hbs',
  'rigging-templates/image-node/Dockerfile.hbs',
];

describe('budgets', () => {
  const lines = (path: string) => read(path).split('\n').length - 1;

  function budgetOf(path: string): number {
    if (path.endsWith('.hbs')) return 60;
    return /^src\/detectors\/(runtime|application|system)\/|^rigging-templates\//.test(path) ? 150 : 250;
  }

  it('a template has at most 60 lines, a detector or a view 150, any other file 250', () => {
    const budgeted = [...TEMPLATES, ...SOURCES].filter((path) => !path.endsWith('.generated.ts'));
    const over = budgeted.filter((path) => lines(path) > budgetOf(path));
    expect(
      over.filter((path) => lines(path) > (LONGER[path] ?? 0)).map((path) => `${path}: ${lines(path)} lines`),
    ).toEqual([]);
    // An exception that is not needed any more goes.
    expect(Object.keys(LONGER).filter((path) => !over.includes(path))).toEqual([]);
  });

  interface Nested {
    readonly type: string;
    readonly path?: { readonly original?: string };
    readonly program?: { readonly body: readonly Nested[] };
    readonly inverse?: { readonly body: readonly Nested[]; readonly chained?: boolean };
  }

  function depthOf(body: readonly Nested[]): number {
    const depths = body.map(({ type, program, inverse }) => {
      if (type !== 'BlockStatement') return 0;
      // `{{else if}}` is no deeper than `{{if}}`.
      const other = inverse === undefined ? 0 : depthOf(inverse.body) - (inverse.chained === true ? 1 : 0);
      return 1 + Math.max(depthOf(program?.body ?? []), other);
    });
    return Math.max(0, ...depths);
  }

  it('a template nests at most two blocks', () => {
    const deep = TEMPLATES.filter(
      (path) => depthOf(Handlebars.parse(read(path)).body as unknown as readonly Nested[]) > 2,
    );
    expect(deep).toEqual(DEEPER);
  });

  it('a template knows no framework or language', () => {
    const names =
      /\{\{[^}]*\b(express|fastify|nextjs|nestjs|django|flask|spring|laravel|rails|language|framework)\b[^}]*\}\}/;
    const partialNames = /\{\{#?>\s*\S+/g;
    expect(TEMPLATES.filter((path) => names.test(read(path).replace(partialNames, '{{> x')))).toEqual([]);
  });
});

describe('riggings', () => {
  it.each(BUILTIN_RIGGINGS.map((rigging) => [rigging.manifest.id, rigging] as const))(
    '%s has its templates',
    (id, { manifest, templates }) => {
      expect(existsSync(join(ROOT, 'rigging-templates', id, 'rigging.yaml'))).toBe(true);
      for (const { template } of manifest.artifacts) expect(Object.keys(templates)).toContain(template);
      const used = manifest.artifacts.map(({ template }) => template);
      expect(Object.keys(templates).filter((name) => !used.includes(name))).toEqual([]);
    },
  );

  it('name only partials that are there, and use each', () => {
    const partials = filesUnder('rigging-templates/_shared/partials', '.hbs').map((path) => {
      return `${basename(dirname(path))}/${basename(path, '.hbs')}`;
    });
    const used = TEMPLATES.flatMap((path) =>
      [...read(path).matchAll(/\{\{#?>\s*([\w/-]+)/g)].map(([, name]) => name ?? ''),
    );
    expect([...new Set(used)].filter((name) => !name.startsWith('@') && !partials.includes(name))).toEqual([]);
    expect(partials.filter((name) => !used.includes(name))).toEqual([]);
  });
});

describe('error codes', () => {
  it('are each used in the code', () => {
    const code = SOURCES.filter((path) => path !== 'src/core/errors/catalog.ts')
      .map(read)
      .join('\n');
    expect(Object.keys(CATALOG).filter((name) => !code.includes(name))).toEqual([]);
  });

  it('are each documented', () => {
    const page = read('docs/reference/errors.generated.md');
    for (const [code, { title, exit }] of Object.entries(CATALOG))
      expect(page).toContain(`| \`${code}\` | ${title} | ${exit} |`);
  });
});

import type { Component } from '../../src/core/model/app-model.ts';
import { type RelPath, relativeTo } from '../../src/core/model/paths.ts';
import type { View, ViewInput } from '../../src/core/model/rigging.ts';
import { shellLine, shellWord } from '../../src/core/render/escape.ts';
import { packagesFor, pinned } from '../_shared/views/apt.ts';
import { WORKDIR } from '../_shared/views/container.ts';
import { copyLines } from '../_shared/views/copy-groups.ts';

/** How the packages of a generator come into its build stage. */
interface Tools {
  /** One command; `null` where the image has everything. */
  readonly install: string | null;
  /** Where that command keeps its downloads. */
  readonly cache: string;
  /** Where the build itself keeps something for the next one; `null` for nowhere. */
  readonly buildCache: string | null;
  readonly env: Readonly<Record<string, string>>;
  /** True where the image's own user cannot write to the folder of the build. */
  readonly asRoot: boolean;
  /** False where the image has no shell. */
  readonly hasShell: boolean;
}

const NOTHING: Tools = { install: null, cache: '', buildCache: null, env: {}, asRoot: false, hasShell: true };

function fromContext(component: Component, path: RelPath): string {
  return shellWord(relativeTo(path, component.dir));
}

function pip(component: Component, packages: readonly string[]): Tools {
  const lockfile = component.facts['runtime.packageManager']?.lockfile ?? null;
  const what = lockfile === null ? packages.join(' ') : `--requirement ${fromContext(component, lockfile)}`;
  const env = { PIP_DISABLE_PIP_VERSION_CHECK: '1', PIP_ROOT_USER_ACTION: 'ignore' };
  return { ...NOTHING, install: `pip install ${what}`, cache: '/root/.cache/pip', env };
}

function bundler(component: Component): Tools {
  const lockfile = component.facts['runtime.packageManager']?.lockfile ?? null;
  if (lockfile === null) return { ...NOTHING, env: { JEKYLL_ENV: 'production' } };
  const frozen = lockfile.endsWith('.lock') ? { BUNDLE_FROZEN: 'true' } : {};
  const env = { ...frozen, BUNDLE_WITHOUT: 'development:test', JEKYLL_ENV: 'production' };
  return { ...NOTHING, install: 'bundle install', cache: '/usr/local/bundle/cache', env };
}

/** What a group of pyproject.toml lists, with the generator's own release in front where the group leaves it open. */
function groupOf(component: Component, generator: string): readonly string[] | undefined {
  const packages = component.facts['runtime.generatorPackages'];
  if (packages === undefined) return undefined;
  const hasOwn = packages.some((one) => new RegExp(`^${generator}\\s*(?:[=<>~!]|$)`, 'i').test(one));
  const version = component.facts['runtime.version']?.resolved ?? '0';
  return [...(hasOwn ? [] : [`${generator}==${version}`]), ...packages].map(shellWord);
}

function mkdocsPackages(component: Component, version: string, data: ViewInput['data']): readonly string[] {
  const table = (
    data.static as { readonly packages?: { readonly mkdocs?: Readonly<Record<string, string>> } } | undefined
  )?.packages?.mkdocs;
  const isMaterial = component.facts['app.framework']?.name === 'mkdocs-material';
  return [`mkdocs==${version}`, ...(isMaterial && table?.material !== undefined ? [table.material] : [])];
}

function toolsOf({ component, data }: ViewInput): Tools {
  const { facts } = component;
  const version = facts['runtime.version']?.resolved ?? '0';
  switch (facts['runtime.packageManager']?.id) {
    case 'hugo':
      return { ...NOTHING, buildCache: '/cache', asRoot: true };
    case 'zola':
      return { ...NOTHING, hasShell: false };
    case 'mkdocs':
      return pip(component, groupOf(component, 'mkdocs') ?? mkdocsPackages(component, version, data));
    case 'sphinx':
      return pip(component, groupOf(component, 'sphinx') ?? [`sphinx==${version}`]);
    case 'jekyll':
      return bundler(component);
    case 'mdbook':
      return {
        ...NOTHING,
        install: `cargo install mdbook --version ${shellWord(version)} --locked`,
        cache: '/usr/local/cargo/registry',
      };
    default:
      return NOTHING;
  }
}

/** The stage that makes the pages of a site whose generator is no Node program; no stage for finished pages. */
export function generatorStage(input: ViewInput): View {
  const { component } = input;
  const { facts } = component;
  const image = facts['system.buildImage'];
  const command = facts['app.build'];
  if (image === undefined || command === undefined) return { generator: null };
  const tools = toolsOf(input);
  const files = tools.install === null ? [] : (facts['runtime.installFiles'] ?? []);
  const argv = typeof command === 'string' ? ['/bin/sh', '-c', command] : command;
  return {
    generator: {
      image,
      packages: pinned(packagesFor(component, 'build'), image, input.data.debian),
      workdir: WORKDIR,
      env: Object.entries(tools.env).map(([name, value]) => ({ name, value })),
      manifests: copyLines(files, component.dir, () => false),
      install: tools.install,
      cache: tools.cache,
      buildCache: tools.buildCache,
      asRoot: tools.asRoot,
      hasShell: tools.hasShell,
      argv,
      command: typeof command === 'string' ? command : shellLine(command),
    },
  };
}

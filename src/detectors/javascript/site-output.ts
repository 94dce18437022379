import { insideRoot, type RelPath, relativeTo } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { configFile, configText } from './config-file.ts';
import { nodeProject } from './node-project.ts';
import { optionOf, programUse } from './script-flags.ts';
import type { StaticSite } from './static-sites.ts';

/** The folder that a site is built into, relative to the component, and what shows it. */
export interface SiteOutput {
  readonly path: RelPath;
  readonly file: RelPath | null;
  readonly line: number | null;
  readonly confidence: 'manifest' | 'config' | 'convention';
  readonly because: string;
}

/** A folder below the component, as the component sees it; `undefined` when it leads out of it. */
export function folderBelow(scope: Scope, ...parts: readonly string[]): RelPath | undefined {
  const whole = insideRoot([scope.dir, ...parts.filter((part) => part !== '')].join('/'));
  const below = whole && relativeTo(whole, scope.dir);
  return below === undefined || below.startsWith('..') ? undefined : (below as RelPath);
}

function fromScripts(scope: Scope, site: StaticSite, root: string): SiteOutput | undefined {
  const manifest = nodeProject(scope)?.manifest;
  for (const [name, text] of manifest?.scripts ?? []) {
    const use = programUse(text, site.build[0]);
    if (use === undefined || (site.build[1] !== undefined && !use.args.includes(site.build[1]) && site.id !== 'parcel'))
      continue;
    const flag =
      site.flag === undefined ? undefined : optionOf(use.args, site.flag, ...(site.id === 'storybook' ? ['-o'] : []));
    const given = flag ?? (site.variable === undefined ? undefined : use.env.get(site.variable));
    const words = use.args.filter((arg) => !arg.startsWith('-') && arg !== given);
    const base = site.rooted === true ? (words[1] ?? '') : site.id === 'vite' ? (words[1] ?? root) : '';
    if (given === undefined && base === '') continue;
    const path =
      given === undefined
        ? folderBelow(scope, base, site.output)
        : folderBelow(scope, site.id === 'vite' ? base : '', given);
    if (path === undefined) continue;
    const because = `the ${name} script builds into ${path}`;
    return {
      path,
      file: manifest?.path ?? null,
      line: manifest?.lineOf('scripts', name) ?? null,
      confidence: 'manifest',
      because,
    };
  }
  return undefined;
}

/** Where the built files of a site lie: an option of the build script, else the configuration, else the tool's habit. */
export function siteOutput(scope: Scope, site: StaticSite): SiteOutput | undefined {
  const vite = site.id === 'vite' ? configFile(scope, 'vite.config') : undefined;
  const root = configText(scope, vite, 'root')?.value ?? '';
  const told = fromScripts(scope, site, root);
  if (told !== undefined) return told;
  for (const { stem, keys } of site.configs) {
    const found = configText(scope, configFile(scope, stem), ...keys);
    const path = found && folderBelow(scope, root, found.value);
    if (found === undefined || path === undefined) continue;
    return {
      path,
      file: found.file,
      line: found.line,
      confidence: 'config',
      because: `${stem} sets ${keys.join('.')}`,
    };
  }
  const path = folderBelow(scope, root, site.output);
  const file = vite?.file ?? null;
  return (
    path && {
      path,
      file: root === '' ? null : file,
      line: null,
      confidence: 'convention',
      because: `${path} is the default of ${site.build[0]}`,
    }
  );
}

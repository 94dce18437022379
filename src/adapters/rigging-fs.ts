import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Diagnostic, failed, ok, type Result } from '../core/errors/diagnostic.ts';
import { relPath } from '../core/model/paths.ts';
import type { LoadedRigging } from '../core/model/rigging.ts';

/** The folder of a project's own riggings, and the one below `$DERRICK_HOME`. */
const FOLDERS = { project: 'derrick-riggings', home: 'riggings' } as const;

/** Larger than any rigging file; a guard against something else in its place. */
const FILE_BYTES = 256 * 1024;

function regularFiles(dir: string): readonly string[] {
  return readdirSync(dir)
    .filter((name) => {
      const stat = lstatSync(join(dir, name));
      return stat.isFile() && stat.size <= FILE_BYTES;
    })
    .sort();
}

async function load(dir: string, shown: string, origin: 'project' | 'home'): Promise<Result<LoadedRigging>> {
  const { readManifest } = await import('../core/rigging/manifest.ts');
  const files = regularFiles(dir);
  const text = files.includes('rigging.yaml') ? readFileSync(join(dir, 'rigging.yaml'), 'utf8') : '';
  const templates: Record<string, string> = {};
  for (const name of files) if (name.endsWith('.hbs')) templates[name] = readFileSync(join(dir, name), 'utf8');
  const manifest = readManifest(text, relPath(`${shown}/rigging.yaml`), Object.keys(templates));
  return manifest.ok ? ok({ manifest: manifest.value, templates, origin }) : manifest;
}

async function loadAll(
  parent: string,
  shown: string,
  origin: 'project' | 'home',
): Promise<Result<readonly LoadedRigging[]>> {
  if (!existsSync(parent)) return ok([]);
  const riggings: LoadedRigging[] = [];
  const problems: Diagnostic[] = [];
  const { riggingFolders } = await import('./rigging-folders.ts');
  for (const name of riggingFolders(parent)) {
    const loaded = await load(join(parent, name), `${shown}/${name}`, origin);
    if (loaded.ok) riggings.push(loaded.value);
    else problems.push(...loaded.problems);
  }
  return problems.length > 0 ? failed(problems) : ok(riggings);
}

/** The riggings that are not built in: data only, so that a cloned repository can run no code in derrick. */
export async function findRiggings(root: string): Promise<Result<readonly LoadedRigging[]>> {
  const home = process.env.DERRICK_HOME;
  const homes = home ? await loadAll(join(home, FOLDERS.home), FOLDERS.home, 'home') : ok<readonly LoadedRigging[]>([]);
  const projects = await loadAll(join(root, FOLDERS.project), FOLDERS.project, 'project');
  if (homes.ok && projects.ok) return ok([...homes.value, ...projects.value]);
  return failed([...(homes.ok ? [] : homes.problems), ...(projects.ok ? [] : projects.problems)]);
}

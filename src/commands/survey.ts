import { projectRoot, projectText } from '../adapters/project-fs.ts';
import { scan } from '../adapters/scan-fs.ts';
import { type Config, NO_CONFIG } from '../core/config/config.ts';
import { readSet, type Said, withFlags } from '../core/config/flags.ts';
import { detect } from '../core/detect/run.ts';
import type { Result } from '../core/errors/diagnostic.ts';
import { UserError } from '../core/errors/user-error.ts';
import { type Detection, withoutOwnManifests } from '../core/model/app-model.ts';
import { type RelPath, relPath } from '../core/model/paths.ts';
import { detectorsFor } from '../detectors/load.ts';

/** A project as every command begins with it: scanned, configured, detected. */
export interface Survey {
  /** Absolute path of the project. */
  readonly root: string;
  /** derrick.yaml as it is on disk; `null` when there is none. */
  readonly configText: string | null;
  readonly config: Config;
  readonly said: Said;
  readonly detection: Detection;
  /** Every file that the scan found, by path. */
  readonly files: readonly RelPath[];
}

/** The value of a result, or a UserError with all its problems. */
export function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new UserError(result.problems);
}

async function readConfigOf(text: string | null): Promise<Config> {
  if (text === null) return NO_CONFIG;
  const { readConfig } = await import('../core/config/derrick-yaml.ts');
  return unwrap(readConfig(text));
}

/**
 * Scans and detects. `set` are the `--set` flags.
 * @throws {UserError} when the folder cannot be read, or derrick.yaml or a flag is not valid.
 */
export async function survey(path: string | undefined, set: readonly string[] = []): Promise<Survey> {
  const root = projectRoot(path);
  const workspace = await scan(root);
  const configText = projectText(root, relPath('derrick.yaml'));
  const said = unwrap(readSet(set));
  const config = withFlags(await readConfigOf(configText), said);
  const found = detect(workspace, await detectorsFor(workspace.tree), config.declared);
  const named = config.name === null ? found.model : { ...found.model, name: config.name };
  const model = config.outputs?.includes('kubernetes') === true ? withoutOwnManifests(named) : named;
  const detection = { ...found, model };
  return { root, configText, config, said, detection, files: workspace.tree.files };
}

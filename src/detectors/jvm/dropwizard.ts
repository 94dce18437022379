import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { perComponent } from '../javascript/memo.ts';
import { type Settings, yamlDocuments } from './settings.ts';

/** The configuration file that a Dropwizard application is started with. */
export interface DropwizardFile {
  readonly file: RelPath;
  readonly settings: Settings;
}

/** The first YAML file with a `server` section, outside tests and pipelines. */
export const dropwizardFile: (scope: Scope) => DropwizardFile | undefined = perComponent((scope) => {
  for (const file of [...scope.tree.withExtension('yml'), ...scope.tree.withExtension('yaml')]) {
    if (/(^|\/)(src\/test|\.github)\//.test(file)) continue;
    const settings = yamlDocuments(scope, file)[0];
    if (settings !== undefined && [...settings.keys()].some((key) => key.startsWith('server.')))
      return { file, settings };
  }
  return undefined;
});

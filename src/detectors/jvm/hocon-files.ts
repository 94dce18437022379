import { join } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { perComponent } from '../javascript/memo.ts';
import { parseHocon } from './hocon.ts';
import type { Setting } from './settings.ts';

const FILES = ['src/main/resources/application.conf', 'conf/application.conf', 'resources/application.conf'];

/** Every assignment of the component's application.conf, by key, in the order of the file. */
export const configOf: (scope: Scope) => ReadonlyMap<string, readonly Setting[]> = perComponent((scope) => {
  const file = FILES.map((name) => join(scope.dir, name)).find((path) => scope.project.has(path));
  const found = new Map<string, Setting[]>();
  for (const { key, value, line } of file === undefined ? [] : parseHocon(scope.text(file)?.text ?? '')) {
    const setting: Setting = { value, file: file ?? scope.dir, line };
    found.set(key, [...(found.get(key) ?? []), setting]);
  }
  return found;
});

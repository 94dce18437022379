import { join, type RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { settingsOf } from './settings.ts';

/** A file that the application writes its log into. */
export interface LogFile {
  /** Its folder: relative to where the process starts, or absolute. */
  readonly folder: string;
  readonly file: RelPath;
  readonly line: number | null;
}

const FOLDERS = ['src/main/resources', 'conf', 'resources'];
const NAMES = ['logback.xml', 'logback-spring.xml', 'log4j2.xml', 'log4j2-spring.xml'];
const KEYS = ['logging.file.name', 'quarkus.log.file.path'];

/** The folder of a log file as logback, log4j and Spring write it: a variable with `.` as its default is where the process starts. */
function folderOf(text: string): string | undefined {
  const plain = text.trim().replace(/^\$\{[\w.]+:-?\.?\}\//, '');
  if (!/^[\w./-]+$/.test(plain) || plain.split('/').includes('..')) return undefined;
  const folder = plain
    .slice(0, plain.lastIndexOf('/') + 1)
    .replace(/(.)\/$/, '$1')
    .replace(/^\.\//, '');
  return folder === '' || folder === '/' ? undefined : folder;
}

/** Every text below an element of this name, or attribute. */
function textsOf(value: unknown, names: readonly string[]): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const own = names.includes(key.replace(/^@_?/, '')) && typeof inner === 'string' ? [inner] : [];
    return [...own, ...(Array.isArray(inner) ? inner : [inner]).flatMap((one) => textsOf(one, names))];
  });
}

/** The files that the configuration of logging names. */
export function logFiles(scope: Scope): readonly LogFile[] {
  const found: LogFile[] = [];
  for (const key of KEYS) {
    const setting = settingsOf(scope).get(key);
    const folder = setting && folderOf(setting.value);
    if (setting !== undefined && folder !== undefined) found.push({ folder, file: setting.file, line: setting.line });
  }
  const path = settingsOf(scope).get('logging.file.path');
  if (path !== undefined && /^[\w./-]+$/.test(path.value))
    found.push({ folder: path.value, file: path.file, line: path.line });
  for (const file of FOLDERS.flatMap((folder) => NAMES.map((name) => join(scope.dir, folder, name)))) {
    const doc = scope.project.has(file) ? scope.doc(file, 'xml') : undefined;
    for (const text of textsOf(doc?.get(), ['file', 'File', 'fileName'])) {
      const folder = folderOf(text);
      const at =
        scope
          .text(file)
          ?.text.split('\n')
          .findIndex((line) => line.includes(text.trim())) ?? -1;
      if (folder !== undefined) found.push({ folder, file, line: at < 0 ? null : at + 1 });
    }
  }
  return found;
}

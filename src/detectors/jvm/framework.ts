import { DATA } from '../data.generated.ts';
import type { Coordinates } from './pom.ts';
import type { JvmProject } from './project.ts';

/** The framework that a project is made with. */
export interface JvmFramework {
  readonly id: string;
  readonly version: string | null;
  readonly port: number;
  readonly via: Coordinates;
}

interface Row {
  readonly id: string;
  /** Groups of dependencies and plugins, with everything below them. */
  readonly groups: readonly string[];
  /** Only artifacts that begin so, where a group holds more than the framework. */
  readonly artifacts?: readonly string[];
  readonly port: number;
  /** A property of Gradle that holds the framework's version. */
  readonly property?: string;
  /** True where the build plugin has versions of its own. */
  readonly ownPlugin?: boolean;
}

const ROWS: readonly Row[] = DATA.jvm.frameworks;

function fits({ id, groups, artifacts }: Row, { group, artifact }: Coordinates): boolean {
  const isGroup = groups.some((one) => group === one || (id !== 'spring-boot' && group.startsWith(`${one}.`)));
  return isGroup && (artifacts === undefined || artifacts.some((one) => artifact.startsWith(one)));
}

function versionOf({ property, ownPlugin }: Row, project: JvmProject, named: readonly Coordinates[]): string | null {
  const own = property === undefined ? undefined : project.gradle?.properties.get(property);
  const usable = named.filter(({ scope }) => ownPlugin !== true || scope !== 'plugin');
  return own ?? usable.find((one) => one.version !== null && /^\d/.test(one.version))?.version ?? null;
}

/** The framework by the groups of dependencies, plugins and the parent. */
export function frameworkOf(project: JvmProject): JvmFramework | undefined {
  const parents: Coordinates[] = [];
  for (let pom = project.pom; pom !== undefined; pom = pom.parent)
    if (pom.parentCoordinates !== undefined) parents.push(pom.parentCoordinates);
  const all = [...parents, ...project.plugins, ...project.dependencies.filter(({ scope }) => !/^test/.test(scope))];
  for (const row of ROWS) {
    const named = all.filter((one) => fits(row, one));
    // A parent or an imported platform alone shows nothing: a library may share it.
    const via = named.find((one) => !parents.includes(one) && one.scope !== 'import');
    if (via !== undefined) return { id: row.id, version: versionOf(row, project, named), port: row.port, via };
  }
  return undefined;
}

/** True when the version is at least `wanted` (`3.3`); an unknown version counts as a new one. */
export function isAtLeast(version: string | null, wanted: string): boolean {
  if (version === null) return true;
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10) || 0);
  const [wantedMajor = 0, wantedMinor = 0] = wanted.split('.').map(Number);
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}

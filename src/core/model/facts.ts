import type { OwnManifests } from './own-manifests.ts';
import type { PackageManager } from './package-manager.ts';
import type { RelPath } from './paths.ts';
import type { RushInstall } from './rush-install.ts';
import type { WorkspaceSlice } from './workspace-slice.ts';

/** The three layers of detection, in the order in which they run: runtime, application, system. */
export type Layer = 'application' | 'runtime' | 'system';

/** A language id such as `node` or `go`; open, declared by the runtime detector that finds it. */
export type Language = string & { readonly __brand: 'Language' };

/** A program and its arguments; never a shell line. */
export type Argv = readonly [program: string, ...args: string[]];

/** An argv array, or one string where a shell is really needed (`a && b`, `$VAR`). */
export type Command = Argv | string;

/** What a component is at run time; `static` is files behind a web server. */
export type AppKind = 'web' | 'static' | 'worker' | 'job' | 'cli';

/** A further process of the same image, as a Procfile line declares it. */
export interface ProcessSpec {
  readonly name: string;
  readonly command: Command;
}

/** One environment variable that the application reads. */
export interface EnvVar {
  readonly name: string;
  /** True when the application has no default of its own for it. */
  readonly required: boolean;
  /** The default written in the source, `null` when there is none or it looks secret. */
  readonly default: string | null;
  readonly scope: 'build-public' | 'build-secret' | 'run';
  /** True when the value must come from a secret store. */
  readonly sensitive: boolean;
}

/** A backing service that the application talks to. */
export interface ServiceNeed {
  /** postgres, mysql, mongodb, redis, rabbitmq, kafka, s3, elasticsearch, memcached, sqlite, smtp … */
  readonly kind: string;
  /** The dependency or setting that shows the need. */
  readonly via: string;
}

/** A version as the project states it. */
export interface VersionRange {
  /** The text as written: `>=20`, `v22.4.1`, `lts/jod`. */
  readonly raw: string;
  /** The version to build with: a major (`22`), a minor (`3.12`) or an exact version. */
  readonly resolved: string;
}

/** What decides how dependencies are installed in an image. */
export interface InstallTraits {
  /** True when there are dependencies needed at run time. */
  readonly production: boolean;
  /** True when there are dependencies needed to build or test only. */
  readonly development: boolean;
  /** The component's own scripts that the install runs: `postinstall`, `prepare` … */
  readonly scripts: readonly string[];
  /** Those of them that need all of the source: the build runs them, once it is there. */
  readonly deferred?: readonly string[];
  /** Environment that an install in a container needs: `HUSKY=0` where git hooks would be set up. */
  readonly env: Readonly<Record<string, string>>;
  /** Folders of the project that the installation links to (`file:` dependencies), relative to the project root. */
  readonly local: readonly RelPath[];
  /** Packages of the workspace that pnpm copies when it installs: their build comes before the last installation. */
  readonly injected?: readonly RelPath[];
  /** True when a dependency is cloned over SSH, with a key that the build is handed. */
  readonly ssh?: boolean;
  /** Environment variables that the registry settings read a credential from: `NPM_TOKEN`. */
  readonly secrets?: readonly string[];
  /** Path of the package manager's own release inside the repository (Yarn's `yarnPath`). */
  readonly program: RelPath | null;
  /** Present where Rush installs. */
  readonly rush?: RushInstall;
  /** True when `yarnPath` names a release that the repository does not hold. */
  readonly missingProgram?: boolean;
  /** True when a plugin in the repository lets Yarn 2 or 3 install for one package of a workspace. */
  readonly focus?: boolean;
  /** True when the packages of the workspace run with the root, so that an install for production takes theirs too. */
  readonly members?: boolean;
  /** The file that the install reads where there is no lockfile: a requirements file, a pyproject.toml, a setup.py. */
  readonly from?: RelPath;
  /** Packages that the install adds because the project lacks them: a server for production. */
  readonly added?: readonly string[];
  /** True when the component itself is installed, for its console script. */
  readonly project?: boolean;
  /** True when the installation links to the component's own folder instead of copying it. */
  readonly editable?: boolean;
  /** True when the install checks a hash of everything. */
  readonly hashed?: boolean;
  /** The version of the language that the install must ask for, where its file leaves it open. */
  readonly runtime?: string;
}

/** A folder of built pages, styles or scripts that a component serves, and that another language's tools make. */
export interface ServedFolder {
  /** The folder, relative to the project root; `null` where its maker is known but not where it writes. */
  readonly path: RelPath | null;
  /** The folder whose manifest says how it is made; `null` where whichever component is built into {@link path} makes it. */
  readonly from: RelPath | null;
  /** The language of the tools that make it. */
  readonly by: Language;
  /** `build`: the component's own build takes it in (embedded, packed into an archive); `run`: the process reads it. */
  readonly at: 'build' | 'run';
  /** What to warn of where nothing makes the folder; `null` where it need not be there. */
  readonly missing: string | null;
  /** True where the build reads the component's other files as well: its pages, for the styles that they use. */
  readonly whole?: boolean;
}

/** Why something recognised is not turned into a container. */
export interface Refusal {
  readonly kind: 'library' | 'desktop' | 'mobile' | 'extension' | 'serverless' | 'unsupported';
  readonly reason: string;
  readonly remedy: string;
}

/** Operating-system packages by their Debian names. */
export interface OsPackage {
  readonly name: string;
  readonly stage: 'build' | 'run';
  /** The dependency or file that needs it. */
  readonly via: string;
}

/**
 * The single registry of everything a detector may claim. One key is one type; the layer is the key's prefix.
 * A fact in {@link MERGED} holds a list to which every claim adds; of any other fact one claim wins.
 */
export interface Facts {
  'app.name': string;
  'app.version': string;
  /** URL of the source repository as the manifest states it. */
  'app.repository': string;
  'app.license': string;
  'app.kind': AppKind;
  /** When a job runs, as five fields of cron; a job without it runs once for each release. */
  'app.schedule': string;
  'app.refusal': Refusal;
  'app.framework': { readonly name: string; readonly version: string | null };
  /** The port that the process listens on. */
  'app.port': number;
  /** The environment variable that sets the port, where the code reads one. */
  'app.portVariable': string;
  /** Environment variables that make the server listen on every interface. */
  'app.bindEnv': Readonly<Record<string, string>>;
  /**
   * The folder, relative to the project root, that the process runs in, and that its start command and files are relative
   * to, where that is not the component's own: of a project without a manifest, the one that holds what its tool builds.
   */
  'app.home': RelPath;
  'app.start': Command;
  'app.build': Command;
  'app.test': Command;
  /** The test runner that `app.test` ends in: `vitest`, `pytest` …; decides how it is told to write a report. */
  'app.testTool': string;
  /** What the test runner needs beyond the installed dependencies, as words for the installer: `--requirement`, a file. */
  'app.testInstall': readonly string[];
  /** The linter of the project, which changes nothing. */
  'app.lint': Command;
  'app.health': string;
  /** Folder of the built files of a static component, relative to the component. */
  'app.output': RelPath;
  /** True when unknown paths of a static component answer with its index page. */
  'app.spaFallback': boolean;
  /** The page that answers then, below the output folder; index.html where nothing else is claimed. */
  'app.fallbackPage': string;
  /** Folders of the output, each the application in one language with an index page of its own; the default first. */
  'app.locales': readonly string[];
  /** The path below which everything is reached, without a slash at its end (`/docs`); absent for the root. */
  'app.basePath': string;
  /** Folders of the output whose files the build names after their content, so that they never change. */
  'app.hashedFolders': readonly string[];
  /** True where the output folder also holds files of the project: pages, to which the build adds styles and scripts. */
  'app.outputHasSources': boolean;
  /** Folder of the built files relative to the project root, where the build writes outside of the component. */
  'app.builtInto': RelPath;
  'app.serves': readonly ServedFolder[];
  /** True when the process stops by itself on SIGTERM as PID 1. */
  'app.handlesSigterm': boolean;
  'app.processes': readonly ProcessSpec[];
  'app.env': readonly EnvVar[];
  'app.services': readonly ServiceNeed[];
  /** Run-time variables that the build reads too, as secrets. */
  'app.buildSecrets': readonly string[];
  /** What the build needs in its environment to run where none of the application's settings are there. */
  'app.buildEnv': Readonly<Record<string, string>>;
  /** Folders, relative to the component, that a build keeps for the next one and that the image is to be without. */
  'app.buildCaches': readonly string[];
  /** What the run-time image needs of the built component, relative to its folder; folders with a trailing slash. */
  'app.files': readonly string[];
  /** Absolute folders or folders relative to the component that the process writes to; `kept`: whose content must outlive it. */
  'app.writable': readonly string[];
  'app.kept': readonly string[];
  'runtime.language': Language;
  'runtime.version': VersionRange;
  'runtime.packageManager': PackageManager;
  'runtime.install': InstallTraits;
  'runtime.workspace': WorkspaceSlice;
  /** Files and folders (with a trailing slash), relative to the project root, that must be there before dependencies are installed. */
  'runtime.installFiles': readonly string[];
  /** Packages of a site's generator as its package manager takes them, where no file of `installFiles` names them. */
  'runtime.generatorPackages': readonly string[];
  'system.packages': readonly OsPackage[];
  /** Which installed dependencies run: none (bundled output), those of production (the default), or all (a TypeScript runner). */
  'system.dependencies': 'none' | 'production' | 'all';
  /** The version of the package manager to install with, where the project's own does not run on the base image. */
  'system.installer': string;
  /** Manifests that somebody else wrote: derrick writes none beside them. */
  'system.manifests': OwnManifests;
  /** The numeric user of a hand-written Dockerfile. */
  'system.user': { readonly uid: number; readonly gid: number };
  /** The base image of the build stages, with an explicit tag. */
  'system.buildImage': string;
  /** The base image of the last stage, with an explicit tag. */
  'system.runImage': string;
}

/** A key of {@link Facts}. */
export type FactKey = keyof Facts;

/** The facts to which every claim adds, instead of one claim winning. */
export const MERGED = [
  'app.processes',
  'app.env',
  'app.services',
  'app.buildSecrets',
  'app.buildCaches',
  'app.files',
  'app.serves',
  'app.writable',
  'app.kept',
  'runtime.installFiles',
  'system.packages',
] as const satisfies readonly FactKey[];

/** A key of a merged fact. */
export type MergedKey = (typeof MERGED)[number];

/** The layer that may claim a fact. */
export type LayerOf<K extends FactKey> = K extends `app.${string}`
  ? 'application'
  : K extends `runtime.${string}`
    ? 'runtime'
    : 'system';

/** The exit codes of the command line (docs/reference/exit-codes). */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 130;

/** What the catalogue says of one code. */
export interface CatalogEntry {
  readonly exit: ExitCode;
  readonly title: string;
  /** The remedy in general; a diagnostic may carry a better one. */
  readonly hint: string;
}

/**
 * Every error and warning that a user can meet. 10xx: what was found in the tree; 11xx: advice about it;
 * 12xx: riggings and rendering; 20xx: files on disk; 30xx: other programs; 40xx: usage.
 */
export const CATALOG = {
  DRK1001: {
    exit: 3,
    title: 'Nothing recognised here',
    hint: 'Run `derrick list detectors` to see what is recognised, or name a folder that holds an application.',
  },
  DRK1002: {
    exit: 3,
    title: 'A file cannot be parsed',
    hint: 'Mend the syntax error; derrick reads this file to know how the application is built.',
  },
  DRK1003: {
    exit: 3,
    title: 'Recognised, but not something that runs in a container',
    hint: 'Name the folder of a server, worker or site instead.',
  },
  DRK1004: {
    exit: 3,
    title: 'Contested evidence',
    hint: 'Say which one is right in derrick.yaml or with --set; the evidence is shown by `derrick detect --explain`.',
  },
  DRK1005: {
    exit: 3,
    title: 'No start command found',
    hint: 'Set one: `--set NAME.start="node server.js"`, or add a start script to the manifest.',
  },
  DRK1006: {
    exit: 3,
    title: 'A version that is not known',
    hint: 'Check the version; derrick knows the releases listed in rigging-templates/_shared/data/.',
  },
  DRK1007: {
    exit: 3,
    title: 'The file limit stopped the scan',
    hint: 'Name a smaller folder, or ignore generated files with .gitignore.',
  },
  DRK1101: {
    exit: 3,
    title: 'The lockfile does not match the manifest',
    hint: 'Run the package manager’s install once and commit the lockfile, else the frozen install fails.',
  },
  DRK1102: {
    exit: 3,
    title: 'No lockfile',
    hint: 'Commit a lockfile: without one, two builds of the same commit differ.',
  },
  DRK1103: {
    exit: 3,
    title: 'Several lockfiles',
    hint: 'Keep the lockfile of the package manager in use and delete the others.',
  },
  DRK1104: {
    exit: 3,
    title: 'Version sources disagree',
    hint: 'Make them agree; the one shown first is used.',
  },
  DRK1105: {
    exit: 3,
    title: 'End-of-life version',
    hint: 'Move to a supported version.',
  },
  DRK1106: {
    exit: 3,
    title: 'The server may listen on localhost only',
    hint: 'Let it listen on 0.0.0.0: from outside the container, localhost cannot be reached.',
  },
  DRK1107: {
    exit: 3,
    title: 'A development command as start command',
    hint: 'Add a start command for production.',
  },
  DRK1108: {
    exit: 3,
    title: 'A setting that hinders the container',
    hint: 'Change it as the message says.',
  },
  DRK1109: {
    exit: 3,
    title: 'Something is added to the install',
    hint: 'Add it to the project’s own dependencies, so that its version is yours to choose.',
  },
  DRK1110: {
    exit: 3,
    title: 'Part of a compose file is not carried over',
    hint: 'Your compose file stays as it is; what the image or the cluster needs of this part has to be added by hand.',
  },
  DRK1111: {
    exit: 3,
    title: 'The project has manifests of its own',
    hint: 'They stay as they are and nothing is written beside them; `--with kubernetes` writes derrick’s own all the same.',
  },
  DRK1120: {
    exit: 3,
    title: 'A front end is part of another component',
    hint: 'It is built in a stage of that component’s Dockerfile and is not deployed by itself.',
  },
  DRK1201: {
    exit: 2,
    title: 'A rigging is not valid',
    hint: 'Mend the rigging at the place shown.',
  },
  DRK1202: {
    exit: 2,
    title: 'A template cannot be rendered',
    hint: 'Mend the template at the place shown; built-in templates should never fail: please report it.',
  },
  DRK1203: {
    exit: 2,
    title: 'A rendered file breaks a rule',
    hint: 'Mend the rigging; the rule is described in docs/reference/checks.md.',
  },
  DRK1204: {
    exit: 2,
    title: 'A value cannot be written safely',
    hint: 'Choose a value without control characters.',
  },
  DRK1205: {
    exit: 3,
    title: 'A rigging lacks a fact that it needs',
    hint: 'Set the value in derrick.yaml or with --set.',
  },
  DRK2001: {
    exit: 4,
    title: 'Files changed by hand are in the way',
    hint: 'Choose with --on-conflict merge|keep|overwrite|beside, or answer the prompt.',
  },
  DRK2002: {
    exit: 2,
    title: 'The folder cannot be written',
    hint: 'Check its permissions and the free space; nothing was changed.',
  },
  DRK2003: {
    exit: 2,
    title: 'A path leads out of the project',
    hint: 'Remove the symbolic link, or choose another path.',
  },
  DRK2004: {
    exit: 2,
    title: 'derrick.yaml is not valid',
    hint: 'Mend it at the place shown; the keys are described in docs/reference/derrick-yaml.md.',
  },
  DRK2005: {
    exit: 2,
    title: 'The ledger in .derrick/ is damaged',
    hint: 'Restore .derrick/ from version control, or delete it: every file then counts as yours.',
  },
  DRK2006: {
    exit: 2,
    title: 'The folder cannot be read',
    hint: 'Check the path and its permissions.',
  },
  DRK2007: {
    exit: 8,
    title: 'A file on disk breaks a rule',
    hint: 'Mend the line; the rules are described in docs/reference/checks.md.',
  },
  DRK2008: {
    exit: 2,
    title: 'A policy file is not valid',
    hint: 'Mend it at the place shown; the keys are described in docs/reference/policy.md.',
  },
  DRK2009: {
    exit: 8,
    title: 'A file breaks the policy',
    hint: 'Change the file, the option that leads to it, or the policy.',
  },
  DRK3001: {
    exit: 5,
    title: 'A needed program is missing',
    hint: 'Install it and check that it is on PATH.',
  },
  DRK3002: {
    exit: 5,
    title: 'The engine cannot build this Dockerfile',
    hint: 'Install Docker 23 or newer with buildx, or put a docker client with BuildKit first on PATH.',
  },
  DRK3003: {
    exit: 6,
    title: 'A program that derrick ran failed',
    hint: 'Its last lines are shown above.',
  },
  DRK3004: {
    exit: 5,
    title: 'No engine answers',
    hint: 'Start Docker (or another engine) and check `docker version`.',
  },
  DRK3005: {
    exit: 5,
    title: 'The image was not run',
    hint: 'Only the files were checked. Start Docker or Podman and run `derrick verify` again.',
  },
  DRK3006: {
    exit: 6,
    title: 'A backing service was not started',
    hint: 'Give the address of one with --env, or make its image available to the engine.',
  },
  DRK4001: {
    exit: 2,
    title: 'Wrong usage',
    hint: 'See `derrick --help`.',
  },
  DRK4002: {
    exit: 2,
    title: 'An unknown name',
    hint: 'See `derrick list`.',
  },
} as const satisfies Record<`DRK${number}`, CatalogEntry>;

/** A code of {@link CATALOG}. */
export type ErrorCode = keyof typeof CATALOG;

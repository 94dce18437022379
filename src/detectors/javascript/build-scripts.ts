/** The scripts of package.json that build, the usual one first. */
export const BUILD_SCRIPTS: readonly string[] = [
  'build',
  'build:prod',
  'build:production',
  'compile',
  'build:ts',
  'tsc',
  'prestart',
];

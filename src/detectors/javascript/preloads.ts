/** Preloaded modules that an application runs without, and the package of each: settings come from the platform, maps only name lines. */
const DISPENSABLE: Readonly<Record<string, string>> = {
  'dotenv/config': 'dotenv',
  'source-map-support/register': 'source-map-support',
};

function without(options: readonly string[], module: string): readonly string[] {
  const at = options.findIndex((option) => option.replace(/^--(?:require|import)=/, '') === module);
  if (at < 0) return options;
  const first = options[at]?.startsWith('-') === true ? at : at - 1;
  return options.filter((_, index) => index < first || index > at);
}

/** Options without the preloads that are not installed at run time and that the application does not need. */
export function withoutDispensable(
  options: readonly string[],
  production: ReadonlyMap<string, string>,
): readonly string[] {
  const missing = Object.entries(DISPENSABLE).filter(([, name]) => !production.has(name));
  return missing.reduce((kept, [module]) => without(kept, module), options);
}

/** Options without the loaders of Yarn's Plug'n'Play: the image installs node_modules. Source: https://yarnpkg.com/features/pnp */
export function withoutPnp(options: readonly string[]): readonly string[] {
  const isPnp = (word: string | undefined): boolean => /(^|[/=])\.pnp(\.loader)?\.[cm]?js$/.test(word ?? '');
  return options.filter(
    (option, at) => !isPnp(option) && !(option.startsWith('-') && !option.includes('=') && isPnp(options[at + 1])),
  );
}

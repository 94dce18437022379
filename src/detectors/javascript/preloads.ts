/** Options without `-r dotenv/config`: in a container the platform sets the environment. */
export function withoutDotenv(options: readonly string[]): readonly string[] {
  const at = options.findIndex((option) => /^(?:--(?:require|import)=)?dotenv\/config$/.test(option));
  if (at < 0) return options;
  const first = options[at]?.startsWith('-') === true ? at : at - 1;
  return options.filter((_, index) => index < first || index > at);
}

/** Options without the loaders of Yarn's Plug'n'Play: the image installs node_modules. Source: https://yarnpkg.com/features/pnp */
export function withoutPnp(options: readonly string[]): readonly string[] {
  const isPnp = (word: string | undefined): boolean => /(^|[/=])\.pnp(\.loader)?\.[cm]?js$/.test(word ?? '');
  return options.filter(
    (option, at) => !isPnp(option) && !(option.startsWith('-') && !option.includes('=') && isPnp(options[at + 1])),
  );
}

import type { Scope } from '../../core/workspace/scope.ts';

/** What a Procfile's web line leaves to the environment. */
export interface WebLine {
  readonly line: number;
  readonly program: string;
  /** True when the port comes from `$PORT`: written so, or as gunicorn reads it where no address is bound. */
  readonly readsPort: boolean;
  /** Environment that makes the server listen on every interface. */
  readonly bindEnv: Readonly<Record<string, string>>;
}

/** The web line of the component's Procfile. Source: https://devcenter.heroku.com/articles/procfile */
export function webLine(scope: Scope): WebLine | undefined {
  const lines = scope.text(scope.at('Procfile'))?.text.split('\n') ?? [];
  const at = lines.findIndex((line) => /^web:\s*\S/.test(line));
  const text = lines[at]?.replace(/^web:\s*(exec\s+)?/, '') ?? '';
  if (at < 0) return undefined;
  const program = /^\S+/.exec(text)?.[0] ?? '';
  const binds = /\s(-b|--bind|-c|--config)\b/.test(text);
  const hosted = /\s--host\b/.test(text);
  return {
    line: at + 1,
    program,
    readsPort: /\$\{?PORT\b/.test(text) || (program === 'gunicorn' && !binds),
    bindEnv: program === 'uvicorn' && !hosted ? { UVICORN_HOST: '0.0.0.0' } : {},
  };
}

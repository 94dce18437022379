import type { EnvVar } from '../../core/model/facts.ts';

/** Prefixes whose variables a bundler writes into files that browsers load. */
const PUBLIC =
  /^(NEXT_PUBLIC_|VITE_|REACT_APP_|VUE_APP_|GATSBY_|EXPO_PUBLIC_|STORYBOOK_|NG_APP_|DOCUSAURUS_|PARCEL_PUBLIC_|RSBUILD_|UMI_APP_)/;

/** Names that the platform or derrick itself sets, so that nobody has to. */
const PLATFORM =
  /^(NODE_ENV|CI|PORT|HOST|HOSTNAME|HOME|PATH|PWD|TZ|TMPDIR|USER|SHELL|LANG|DEBUG|npm_.*|VERCEL.*|NETLIFY|NEXT_RUNTIME|NODE_OPTIONS|JEST_WORKER_ID|VITEST|MODE|DEV|PROD|SSR|BASE_URL|PUBLIC_URL|VUE_ROUTER_BASE|VUE_ROUTER_MODE|ANALYZE)$/;

const SECRET =
  /(SECRET|TOKEN|PASSWORD|PASSWD|PASSPHRASE|PRIVATE|CREDENTIAL|API_?KEY|ACCESS_KEY|APP_KEY|SALT|DSN|CONNECTION_STRING|ENCRYPTION)/;
const CONNECTION =
  /^(.*_)?(DATABASE|DB|POSTGRES|POSTGRESQL|PG|MYSQL|MARIADB|MONGO|MONGODB|REDIS|AMQP|RABBITMQ|CLOUDAMQP|SMTP|MAIL)_?(URL|URI|PASS)$/;

/** True when the variable is set by the platform. */
export function isPlatformVariable(name: string): boolean {
  return PLATFORM.test(name) || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
}

/** Where a variable is needed, by its prefix; `PUBLIC_` counts only where the framework gives it a meaning. */
export function scopeOfVariable(name: string, framework: string | undefined): EnvVar['scope'] {
  const plain = framework === 'astro' && name.startsWith('PUBLIC_');
  return plain || PUBLIC.test(name) ? 'build-public' : 'run';
}

/** True when the name says that its value must stay secret. What browsers load cannot be. */
export function isSensitive(name: string, scope: EnvVar['scope']): boolean {
  if (scope === 'build-public' || /PUBLIC|PUBLISHABLE|_TTL$|_EXPIR/.test(name)) return false;
  return SECRET.test(name.toUpperCase()) || CONNECTION.test(name.toUpperCase()) || /_KEY$/.test(name.toUpperCase());
}

/** Values that are secrets by their form: an address with a password, keys of known services, a token, a hash. */
const SECRET_VALUE =
  /^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:[^@\s]+@|^(sk|rk)_(live|test)_|^gh[pousr]_|^github_pat_|^xox[abprs]-|^AKIA[0-9A-Z]{16}$|^eyJ[\w-]+\.[\w-]+|^-----BEGIN |^[A-Fa-f0-9]{32,}$|^[A-Za-z0-9+/_-]{40,}={0,2}$/;

/** True when a default is a secret by its form, whatever its variable is called. */
export function looksSecret(value: string): boolean {
  return SECRET_VALUE.test(value);
}

import type { EnvVar } from '../../core/model/facts.ts';

/** Prefixes whose variables a bundler writes into files that browsers load. */
const PUBLIC =
  /^(NEXT_PUBLIC_|VITE_|REACT_APP_|VUE_APP_|GATSBY_|EXPO_PUBLIC_|STORYBOOK_|NG_APP_|DOCUSAURUS_|PARCEL_PUBLIC_|RSBUILD_|UMI_APP_|REDWOOD_ENV_)/;

/** Names that the platform or derrick itself sets, and those that steer tools, so that nobody has to. */
const PLATFORM = [
  /^(NODE_ENV|CI|PORT|HOST|HOSTNAME|HOME|PATH|PWD|OLDPWD|INIT_CWD|TZ|TMPDIR|TMP|TEMP|USER|LOGNAME|SHELL|LANG|LC_\w+|TERM|COLORTERM)$/,
  /^(DEBUG|npm_.*|VERCEL.*|NETLIFY|NEXT_RUNTIME|NEXT_PHASE|NEXT_TELEMETRY_DISABLED|__NEXT_\w+|NODE_OPTIONS|NODE_PATH|NODE_DEBUG)$/,
  /^(NODE_EXTRA_CA_CERTS|NODE_TLS_REJECT_UNAUTHORIZED|NODE_APP_INSTANCE|pm_id|NODE_UNIQUE_ID|JEST_WORKER_ID|VITEST|VITEST_\w+|STORYBOOK)$/,
  /^(MODE|DEV|PROD|SSR|BASE_URL|PUBLIC_URL|VUE_ROUTER_BASE|VUE_ROUTER_MODE|ANALYZE|BROWSER|FORCE_COLOR|NO_COLOR|EDITOR|VISUAL)$/,
  /^(APPDATA|LOCALAPPDATA|USERPROFILE|XDG_\w+|SSH_\w+|CF_PAGES|DYNO|AWS_LAMBDA_\w+|AWS_EXECUTION_ENV|KUBERNETES_\w+)$/,
  /^(GITHUB_(ACTIONS|SHA|REF|REF_NAME|RUN_ID|REPOSITORY|WORKSPACE)|CONTINUOUS_INTEGRATION|https?_proxy|no_proxy|HTTPS?_PROXY|NO_PROXY)$/,
];

const SECRET =
  /(SECRET|TOKEN|PASSWORD|PASSWD|PASSPHRASE|PRIVATE_?KEY|CREDENTIAL|API_?KEY|ACCESS_KEY|APP_KEY|SALT|DSN|CONNECTION_STRING)|(^|_)(PASS|PWD|KEY)$|^(SLACK|DISCORD|TEAMS|MSTEAMS)_(\w+_)?WEBHOOK/;
const CONNECTION =
  /^(.*_)?(DATABASE|DB|POSTGRES|POSTGRESQL|PG|MYSQL|MARIADB|MONGO|MONGODB|REDIS|AMQP|RABBITMQ|CLOUDAMQP|SMTP|MAIL)_?(URL|URI|PASS)$/;

/** What says of a secret only how it is called, how long it is or lives, or where it lies or is given out. */
const ABOUT_SECRETS =
  /PUBLIC|PUBLISHABLE|_EXPIR|SITE_?KEY|(^|_)MAX_(\w+_)?TOKENS?$|TOKENS?_PER_|(_|^)(TTL|NAME|HEADER|PREFIX|SUFFIX|LENGTH|ROUNDS|LIMIT|ENABLED|REQUIRED|TYPE|ALG|ALGORITHM|ISSUER|AUDIENCE|FILE|PATH|DIR|COUNT|LIFETIME|AGE|DURATION|INTERVAL|REGISTRY|ENDPOINT|COST|SIZE|VERSION|REGION|FIELD|LEEWAY)$|TOKEN_(UR[IL]|HOST)$|(PARTITION|SORT|PRIMARY|FOREIGN|CACHE|ROUTING|IDEMPOTENCY)_KEY$/;

/** True when the variable is set by the platform. */
export function isPlatformVariable(name: string): boolean {
  return PLATFORM.some((pattern) => pattern.test(name)) || !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
}

/** Monitoring that is off without its settings. Sources: https://docs.sentry.io/platforms/javascript/guides/node/configuration/options/#dsn, https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/ */
const MONITORING = /^((NEXT_PUBLIC_|VITE_|PUBLIC_|NUXT_PUBLIC_)?SENTRY_DSN$|OTEL_|DD_|NEW_RELIC_)/;

/** True for a variable whose tool is just off where it is not set. */
export function isOffWithout(name: string): boolean {
  return MONITORING.test(name);
}

/** Where a variable is needed, by its prefix; `prefixes` are further ones that the project's own bundler makes public. */
export function scopeOfVariable(name: string, prefixes: readonly string[] = []): EnvVar['scope'] {
  return PUBLIC.test(name) || prefixes.some((prefix) => name.startsWith(prefix)) ? 'build-public' : 'run';
}

/** True when the name says that its value must stay secret. What browsers load cannot be. */
export function isSensitive(name: string, scope: EnvVar['scope']): boolean {
  const upper = name.toUpperCase();
  if (scope === 'build-public' || ABOUT_SECRETS.test(upper)) return false;
  return SECRET.test(upper) || CONNECTION.test(upper);
}

/** Values that are secrets by their form: an address with a password, keys of known services, a token, a hash. */
const SECRET_VALUE =
  /^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:[^@\s]+@|^(sk|rk)_(live|test)_|^gh[pousr]_|^github_pat_|^xox[abprs]-|^AKIA[0-9A-Z]{16}$|^eyJ[\w-]+\.[\w-]+|^-----BEGIN |^[A-Fa-f0-9]{32,}$|^[A-Za-z0-9+/_-]{40,}={0,2}$/;

/** True when a default is a secret by its form, whatever its variable is called. */
export function looksSecret(value: string): boolean {
  return SECRET_VALUE.test(value);
}

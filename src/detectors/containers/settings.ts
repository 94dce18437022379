import type { EnvVar } from '../../core/model/facts.ts';
import { isPlatformVariable, isSensitive, scopeOfVariable } from '../javascript/env-names.ts';

/** Variables of the image itself, no settings of the application. */
const OF_IMAGE =
  /^(PATH|LANG|LC_\w+|TZ|DEBIAN_FRONTEND|HOME|TERM|PYTHON\w+|PIP_\w+|UV_\w+|POETRY_\w+|NPM_\w+|NODE_\w+|JAVA_\w+|JVM_\w+|GO\w+|CGO_\w+|COMPOSER_\w+|BUNDLE_\w+|RUSTFLAGS)$/;

/** A variable that an image sets, as one of the application; `undefined` for one of the image itself. */
export function settingOf(name: string, value: string): EnvVar | undefined {
  if (isPlatformVariable(name) || OF_IMAGE.test(name)) return undefined;
  const scope = scopeOfVariable(name);
  const sensitive = isSensitive(name, scope);
  return { name, required: false, default: sensitive || value.includes('$') ? null : value, scope, sensitive };
}

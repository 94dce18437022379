import type { Scope } from '../../core/workspace/scope.ts';
import { dropwizardFile } from './dropwizard.ts';
import { frameworkOf } from './framework.ts';
import { configOf } from './hocon-files.ts';
import { listens } from './listens.ts';
import type { Place } from './place.ts';
import type { JvmProject } from './project.ts';
import { portSetting, type Setting, settingsOf } from './settings.ts';

/** A port with its evidence. */
export interface JvmPort extends Place {
  readonly port: number;
  readonly variable: string | null;
}

/** The setting of the port by framework, in application.properties and its like. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  'spring-boot': ['server.port'],
  quarkus: ['quarkus.http.port'],
  micronaut: ['micronaut.server.port'],
  helidon: ['server.port'],
  ktor: ['ktor.deployment.port'],
};

/** The same in application.conf. */
const HOCON_KEYS: Readonly<Record<string, readonly string[]>> = {
  ktor: ['ktor.deployment.port'],
  play: ['play.server.http.port', 'http.port'],
  micronaut: ['micronaut.server.port'],
  helidon: ['server.port'],
};

/** Variables that the framework itself reads. Source: https://www.playframework.com/documentation/latest/ProductionConfiguration */
const VARIABLES: Readonly<Record<string, string>> = { play: 'PLAY_HTTP_PORT' };

/** Frameworks whose port is a setting and never an argument of a call. */
const CONFIGURED = /^(spring-boot|quarkus|micronaut|play)$/;

function ofSetting(setting: Setting | undefined, key: string): JvmPort | undefined {
  const { port, variable } = portSetting(setting?.value ?? '');
  if (setting === undefined || port === null) return undefined;
  return { port, variable, file: setting.file, line: setting.line, confidence: 'config', because: `${key} says so` };
}

/** Of several assignments the last plain number counts; `${?NAME}` is a variable. */
function ofHocon(settings: readonly Setting[]): JvmPort | undefined {
  const plain = settings.filter(({ value }) => /^\d{2,5}$/.test(value)).at(-1);
  const variable = settings
    .map(({ value }) => /^\$\{\??([A-Z]\w*)\}$/.exec(value)?.[1])
    .filter((name) => name !== undefined)
    .at(-1);
  const found = ofSetting(plain, 'application.conf');
  return found && { ...found, variable: variable ?? null };
}

function ofDropwizard(scope: Scope): JvmPort | undefined {
  const settings = dropwizardFile(scope)?.settings;
  const setting = settings?.get('server.applicationconnectors.0.port') ?? settings?.get('server.connector.port');
  return ofSetting(setting, 'the configuration of the connector');
}

/** Helidon MP reads the settings of MicroProfile. */
function ofMicroProfile(scope: Scope): JvmPort | undefined {
  const file = scope.at('src/main/resources/META-INF/microprofile-config.properties');
  const doc = scope.project.has(file) ? scope.doc(file, 'properties') : undefined;
  const value = doc?.get('server.port');
  if (typeof value !== 'string') return undefined;
  return ofSetting({ value, file, line: doc?.lineOf('server.port') ?? null }, 'server.port');
}

function configuredPort(scope: Scope, id: string): JvmPort | undefined {
  for (const key of KEYS[id] ?? []) {
    const found = ofSetting(settingsOf(scope).get(key), key);
    if (found !== undefined) return found;
  }
  for (const key of HOCON_KEYS[id] ?? []) {
    const found = ofHocon(configOf(scope).get(key) ?? []);
    if (found !== undefined) return found;
  }
  if (id === 'dropwizard') return ofDropwizard(scope);
  return id === 'helidon' ? ofMicroProfile(scope) : undefined;
}

function codePort(scope: Scope): JvmPort | undefined {
  const own = listens(scope)[0];
  if (own === undefined || (own.port === null && own.variable === null)) return undefined;
  const { port, variable, file, line } = own;
  if (port !== null) return { port, variable, file, line, confidence: 'source', because: 'the code listens on it' };
  const because = `${variable} sets it, and the code has no default`;
  return { port: 8080, variable, file, line, confidence: 'guess', because };
}

/** The port of a server with its evidence. */
export function portOf(scope: Scope, project: JvmProject): JvmPort {
  const framework = frameworkOf(project);
  const nowhere = { file: null, line: null, variable: null } as const;
  if (project.packaging === 'war' && framework?.id !== 'spring-boot')
    return { ...nowhere, port: 8080, confidence: 'convention', because: 'Tomcat listens on it' };
  const id = framework?.id ?? '';
  const found = configuredPort(scope, id) ?? (CONFIGURED.test(id) ? undefined : codePort(scope));
  if (found !== undefined) return { ...found, variable: found.variable ?? VARIABLES[id] ?? null };
  if (framework === undefined) return { ...nowhere, port: 8080, confidence: 'guess', because: 'nothing names a port' };
  const because = `${framework.id} listens on it by default`;
  const variable = VARIABLES[id] ?? null;
  return { ...nowhere, port: framework.port, variable, confidence: 'convention', because };
}

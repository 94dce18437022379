import { type Component, contextOf } from '../../src/core/model/app-model.ts';
import { ROOT, relativeTo } from '../../src/core/model/paths.ts';
import type { View, ViewInput } from '../../src/core/model/rigging.ts';
import { imageSecretsOf } from '../_shared/views/build-secrets.ts';
import { containerFacts, userOf } from '../_shared/views/container.ts';
import { isLasting, type Process, processesOf } from '../_shared/views/processes.ts';
import { VARIABLE_NAME } from '../_shared/views/variable-name.ts';
import { commandWords } from '../k8s-basic/args.ts';
import { storageOf } from '../k8s-basic/storage.ts';
import type { Backend } from './backends.ts';
import { type ServiceEnvironment, serviceEnvironment } from './environment.ts';
import { literal } from './interpolate.ts';

/** The services of one component, and what the file says of them elsewhere. */
export interface ComponentServices {
  readonly services: readonly View[];
  readonly environment: ServiceEnvironment;
  readonly volumes: readonly string[];
  readonly buildSecrets: readonly string[];
}

function buildOf(component: Component): View {
  const { dir, facts } = component;
  const context = contextOf(component);
  const folder = relativeTo(dir, context);
  const env = (facts['app.env'] ?? []).filter(({ name }) => VARIABLE_NAME.test(name));
  const args = env.filter(({ scope }) => scope === 'build-public').map(({ name }) => name);
  const secrets = imageSecretsOf(component).filter((name) => VARIABLE_NAME.test(name));
  return {
    context: literal(context === ROOT ? '.' : `./${context}`),
    dockerfile: literal(folder === '.' ? 'Dockerfile' : `${folder}/Dockerfile`),
    hasArgs: args.length > 0,
    args,
    hasSecrets: secrets.length > 0,
    secrets,
  };
}

function nameOf(component: Component, process: Process): string {
  return process.command === null ? component.name : `${component.name}-${process.role}`;
}

/** A port on this machine only; another one can be chosen in `.env`. */
function published({ name }: Component, port: number | null, hostPort: number | null): string | null {
  if (port === null || hostPort === null) return null;
  return `127.0.0.1:\${${name.toUpperCase().replaceAll('-', '_')}_PORT:-${hostPort}}:${port}`;
}

/** What must be there before a service starts: backing services, and the component's release. */
function dependencies(
  component: Component,
  process: Process,
  releases: readonly Process[],
  backends: readonly Backend[],
) {
  const own = (component.facts['app.services'] ?? []).map(({ kind }) => kind);
  const healthy = backends.filter(({ kind }) => own.includes(kind)).map(({ host }) => host);
  const done = process.kind === 'job' && process.command !== null ? [] : releases;
  return [
    ...healthy.map((name) => ({ name, condition: 'service_healthy' })),
    ...done.map((one) => ({ name: nameOf(component, one), condition: 'service_completed_successfully' })),
  ];
}

/** The services of one component: its own process and the further ones of the same image. */
export function servicesOf(
  component: Component,
  input: ViewInput,
  backends: readonly Backend[],
  hostPort: number | null,
): ComponentServices {
  const options = input.optionsOf[component.name] ?? {};
  const container = containerFacts(component, { model: input.model, options });
  const kinds = new Set((component.facts['app.services'] ?? []).map(({ kind }) => kind));
  const own = backends.filter(({ kind }) => kinds.has(kind));
  const environment = serviceEnvironment(component, container.env, own);
  const storage = storageOf(component, container, options);
  const claim = storage.claimPath === null ? null : `${component.name}-data`;
  const { uid, gid } = userOf(component);
  // Over a folder of the image a tmpfs may keep that folder's mode: it belongs to the user then.
  const owner = `,uid=${uid},gid=${gid}`;
  const processes = processesOf(component, input);
  const releases = processes.filter(({ kind, command }) => kind === 'job' && command !== null);
  const build = buildOf(component);
  const services = processes.map((process) => {
    const isOwn = process.command === null;
    const isOneOff = !isLasting(process);
    const dependsOn = dependencies(component, process, releases, own);
    return {
      name: nameOf(component, process),
      build,
      image: literal(`${container.image}:${container.tag}`),
      hasCommand: !isOwn,
      command: process.command === null ? [] : commandWords(process.command).map(literal),
      isProfiled: isOneOff && !releases.includes(process),
      hasEnvironment: environment.variables.length > 0,
      environment: environment.variables,
      hasDependencies: dependsOn.length > 0,
      dependsOn,
      publish: isOwn ? published(component, container.port, hostPort) : null,
      restart: isOneOff ? 'no' : 'unless-stopped',
      tmpfs: storage.volumes.flatMap(({ path, sizeMi }) =>
        sizeMi === null ? [] : [literal(`${path}:size=${sizeMi}m,mode=1777${path === '/tmp' ? '' : owner}`)],
      ),
      volume: claim === null || storage.claimPath === null ? null : literal(`${claim}:${storage.claimPath}`),
    };
  });
  return {
    services,
    environment,
    volumes: claim === null ? [] : [claim],
    buildSecrets: build.secrets as readonly string[],
  };
}

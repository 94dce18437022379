import { type ContainerFacts, containerFacts } from '../../rigging-templates/_shared/views/container.ts';
import { environment, now } from '../adapters/environment.ts';
import { readSource } from '../adapters/git.ts';
import { projectText } from '../adapters/project-fs.ts';
import { type BuildOptions, type BuildRequest, createdAt } from '../core/build/request.ts';
import { UserError } from '../core/errors/user-error.ts';
import { type Component, contextOf } from '../core/model/app-model.ts';
import { join, type RelPath } from '../core/model/paths.ts';
import type { Survey } from './survey.ts';

/**
 * The components that `--component` names; all without it.
 * @throws {UserError} DRK4002 for a name that is none.
 */
export function chosenComponents({ detection }: Survey, names: readonly string[] | undefined): readonly Component[] {
  const { components } = detection.model;
  const unknown = (names ?? []).filter((name) => !components.some((component) => component.name === name));
  if (unknown[0] !== undefined) {
    const known = components.map(({ name }) => name).join(', ');
    throw new UserError([
      { code: 'DRK4002', severity: 'error', detail: `--component ${unknown[0]}: there is ${known}` },
    ]);
  }
  return components.filter(({ name }) => names === undefined || names.includes(name));
}

/** What all files say of the component's container. */
export function factsOf({ detection, config }: Survey, component: Component): ContainerFacts {
  return containerFacts(component, { model: detection.model, options: config.answers.shared });
}

/**
 * The component's Dockerfile.
 * @throws {UserError} DRK4001 when there is none.
 */
export function dockerfileOf(root: string, component: Component): { readonly path: RelPath; readonly text: string } {
  const path = join(component.dir, 'Dockerfile');
  const text = projectText(root, path);
  if (text !== null) return { path, text };
  const detail = `${component.name}: there is no ${path}`;
  throw new UserError([
    { code: 'DRK4001', severity: 'error', detail, hint: 'Run `derrick init` first: it writes one.' },
  ]);
}

/** What to build for these components: their Dockerfiles, contexts, names and the state of the source. */
export async function buildRequests(
  found: Survey,
  components: readonly Component[],
  options: BuildOptions,
): Promise<readonly BuildRequest[]> {
  const { root } = found;
  const source = await readSource(root);
  const created = createdAt(source, environment().SOURCE_DATE_EPOCH, now());
  return components.map((component) => {
    const { path, text } = dockerfileOf(root, component);
    const { image, tag } = factsOf(found, component);
    const version = component.facts['app.version'] === undefined ? null : tag;
    return {
      component: component.name,
      image,
      root,
      dockerfile: path,
      context: contextOf(component),
      dockerfileText: text,
      version,
      source,
      created,
      options,
      ssh: environment().SSH_AUTH_SOCK !== undefined && /--mount=type=ssh\b/.test(text),
    };
  });
}

import { renderProject } from '../../src/commands/render-project.ts';
import { survey } from '../../src/commands/survey.ts';
import type { Fixture } from './fixture.ts';

/** All outputs beside the default ones. */
const OTHERS = ['helm', 'compose', 'github-actions', 'gitlab-ci'] as const;

/** Ways into the cluster; each fixture gets one of them, by its name. */
const EXPOSURES: readonly (readonly string[])[] = [
  [],
  ['host=www.example.com'],
  ['host=www.example.com', 'gateway=edge/public', 'secretStore=vault', 'registry=registry.example.com/team'],
];

function exposureOf({ name }: Fixture): readonly string[] {
  const sum = [...name].reduce((total, letter) => total + letter.charCodeAt(0), 0);
  return EXPOSURES[sum % EXPOSURES.length] ?? [];
}

/** Every file that derrick can write for a fixture, rendered in memory: all outputs, with overlays for dev and prod. */
export async function everyOutput(fixture: Fixture): Promise<ReadonlyMap<string, string>> {
  const found = await survey(fixture.app, ['overlays=dev,prod', ...exposureOf(fixture)]);
  const { artifacts } = await renderProject(found, { with: OTHERS });
  return new Map(artifacts.map(({ path, content }) => [path, content]));
}

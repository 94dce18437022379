import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ExecResult, runStep } from '../../../src/adapters/exec.ts';
import type { EngineName } from '../../../src/core/build/engine.ts';
import { backingService } from '../../../src/core/verify/backing-services.ts';
import type { EndToEnd, Fixture } from '../../support/fixture.ts';
import { basesOf, ensureImages, handOver } from './base-images.ts';
import { type Client, REPOSITORY } from './engine.ts';
import { runtimeOf, userOf } from './manifests.ts';
import { ask, ends } from './questions.ts';
import type { stopwatch } from './times.ts';

/** Longer than any build takes. */
export const BUILD_MS = 900_000;

/** An engine to go through: how derrick calls it, and the client that asks the images it made. */
export interface Through {
  readonly engine: EngineName;
  readonly client: Client;
}

interface Report {
  readonly passed: boolean;
  readonly components: readonly {
    readonly name: string;
    readonly digest: string | null;
    readonly checks: readonly { readonly id: string; readonly ok: boolean; readonly detail: string }[];
  }[];
}

/** Checks without which a pass would mean little. */
const MADE = ['files-parse', 'copy-sources', 'image-built', 'user-numeric-nonroot', 'starts'];
const MADE_OF_SERVERS = ['port-reachable', 'stops-on-sigterm', 'no-unexpected-writes'];

function derrick(...args: readonly string[]): Promise<ExecResult> {
  const argv = [process.execPath, join(REPOSITORY, 'bin/derrick.js'), ...args] as const;
  const env = { CI: 'true', PATH: `/usr/bin:${process.env.PATH ?? ''}` };
  return runStep({ argv, cwd: REPOSITORY, env, timeoutMs: BUILD_MS });
}

/** What `init --json` says of a component, as far as it matters here. */
interface Initialised {
  readonly components: readonly {
    readonly name: string;
    readonly path: string;
    readonly application: { readonly services: readonly { readonly kind: string }[] };
  }[];
  readonly files: readonly { readonly action: string }[];
}

/** A copy of the fixture's tree with derrick's files in it, where a second run changes nothing; and what it says. */
async function initialised({ name, app }: Fixture, place: string): Promise<readonly [string, Initialised]> {
  const dir = join(REPOSITORY, '.e2e', place, name);
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  cpSync(app, dir, { recursive: true, verbatimSymlinks: true });
  const first = await derrick('init', '--yes', '--json', dir);
  if (first.code !== 0) throw new Error(`derrick init ended with ${first.code}:\n${first.stderr}`);
  const { stdout } = await derrick('init', '--yes', '--json', dir);
  const second = JSON.parse(stdout) as Initialised;
  expect(second.files.filter(({ action }) => action !== 'same' && action !== 'kept')).toEqual([]);
  return [dir, second];
}

/** The images of the services that `verify` will start beside these components. */
function servicesOf({ components }: Initialised, names: readonly string[]): readonly string[] {
  const chosen = components.filter(({ name }) => names.includes(name));
  const kinds = chosen.flatMap(({ application }) => application.services.map(({ kind }) => kind));
  return kinds.flatMap((kind) => backingService(kind)?.images[0] ?? []);
}

/** Components that get the same environment go through one run of `verify`. */
function groups(components: Readonly<Record<string, EndToEnd>>): readonly (readonly [string, EndToEnd][])[] {
  const byEnv = new Map<string, [string, EndToEnd][]>();
  for (const [name, wanted] of Object.entries(components)) {
    const key = JSON.stringify(Object.entries(wanted.env).sort());
    byEnv.set(key, [...(byEnv.get(key) ?? []), [name, wanted]]);
  }
  return [...byEnv.values()];
}

/** Verifies the components of one group; fails with all that `verify` said, which is kept in a file too. */
async function verify(dir: string, name: string, group: readonly [string, EndToEnd][], engine: EngineName) {
  const flags = group.flatMap(([component]) => ['--component', component]);
  const env = Object.entries(group[0]?.[1].env ?? {}).flatMap(([key, value]) => ['--env', `${key}=${value}`]);
  const ended = await derrick('verify', '--json', '--engine', engine, ...flags, ...env, dir);
  const report = ended.stdout === '' ? undefined : (JSON.parse(ended.stdout) as Report);
  const failures = (report?.components ?? []).flatMap(({ name: component, checks }) =>
    checks.filter(({ ok }) => !ok).map(({ id, detail }) => `${component}: ${id}: ${detail}`),
  );
  if (ended.code === 0 && report?.passed === true && failures.length === 0) return report.components;
  const kept = join(REPOSITORY, '.e2e', `${name}-${engine}-verify.log`);
  writeFileSync(kept, `${ended.stdout}\n${ended.stderr}`);
  const said = failures.length > 0 ? failures.join('\n') : ended.stderr.slice(-4000);
  throw new Error(`derrick verify ended with ${ended.code}:\n${said}\nlog: ${kept}`);
}

/** What `verify` does not know: the content that only the fixture's own code has. */
async function askOwn(
  { image, dockerfile }: { readonly image: string; readonly dockerfile: string },
  dir: string,
  component: string,
  wanted: EndToEnd,
  client: Client,
): Promise<void> {
  const env = { ...wanted.env, ...wanted.ownEnv };
  if (wanted.run !== undefined) {
    await ends(image, { name: component, client, user: userOf(dockerfile), env }, wanted.run);
  } else if (wanted.http !== null) {
    const { user, port, writable, memory } = runtimeOf(dir, component);
    const options = { name: component, client, user, writable, memory, env, ...(port === null ? {} : { port }) };
    await ask(image, options, wanted);
  }
}

/** One fixture on one engine, from its tree to the answer: init, init again, verify, one request of our own. */
export async function throughVerify(
  fixture: Fixture,
  { engine, client }: Through,
  watch: ReturnType<typeof stopwatch>,
): Promise<void> {
  const components = fixture.case.e2e?.components ?? {};
  const [dir, said] = await watch('init', () => initialised(fixture, engine));
  const names = Object.keys(components);
  const dockerfileOf = (component: string) =>
    join(dir, said.components.find(({ name }) => name === component)?.path ?? '.', 'Dockerfile');
  const dockerfiles = names.map(dockerfileOf);
  const images = [...basesOf(dockerfiles), ...servicesOf(said, names)];
  await watch('base images', async () => {
    const bases = await ensureImages(images);
    if (!bases.ready) throw new Error(`a base image cannot be had: ${bases.reason}`);
    if (engine !== 'docker') await handOver(images);
  });
  for (const group of groups(components)) {
    const verified = await watch('verify', () => verify(dir, fixture.name, group, engine));
    expect(verified.map(({ name }) => name).sort()).toEqual(group.map(([name]) => name).sort());
    for (const [component, wanted] of group) {
      const { checks = [], digest = null } = verified.find(({ name }) => name === component) ?? {};
      const ids = [...MADE, ...(wanted.http === null ? [] : MADE_OF_SERVERS)];
      expect(checks.map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
      await watch('ask', () =>
        askOwn({ image: digest ?? '', dockerfile: dockerfileOf(component) }, dir, component, wanted, client),
      );
    }
  }
}

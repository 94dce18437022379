import { buildImages } from '../adapters/engines/build-images.ts';
import { projectText } from '../adapters/project-fs.ts';
import type { Terminal } from '../adapters/terminal.ts';
import type { ContainerEngine } from '../adapters/verify/container-engine.ts';
import { buildContext, projectTexts } from '../adapters/verify/container-files.ts';
import { type RunOutcome, runHalf } from '../adapters/verify/run-half.ts';
import type { Engine } from '../core/build/engine.ts';
import type { Diagnostic } from '../core/errors/diagnostic.ts';
import { printable } from '../core/errors/format.ts';
import { UserError } from '../core/errors/user-error.ts';
import { type Component, contextOf } from '../core/model/app-model.ts';
import { join } from '../core/model/paths.ts';
import { buildReason } from '../core/verify/build-reasons.ts';
import type { ComponentReport } from '../core/verify/card.ts';
import { CHECK_IDS, type Check, failedCheck } from '../core/verify/check.ts';
import { dockerfileFacts } from '../core/verify/dockerfile-facts.ts';
import { projectFacts } from '../core/verify/project-text.ts';
import { withLog } from '../core/verify/run-checks.ts';
import { staticChecks } from '../core/verify/static-half.ts';
import { type Subject, subjectOf } from '../core/verify/subject.ts';
import { imageName } from '../core/verify/workload.ts';
import { buildOptions } from './build.ts';
import { buildRequests, chosenComponents, dockerfileOf, factsOf } from './build-requests.ts';
import type { Survey } from './survey.ts';
import type { VerifyFlags } from './verify.ts';

/** What the first half found of one component. */
export interface StaticReport {
  readonly component: Component;
  readonly subject: Subject;
  readonly writable: readonly string[];
  readonly report: ComponentReport;
}

/** What the second half needs besides. */
export interface ImageInput {
  readonly flags: VerifyFlags;
  readonly given: Readonly<Record<string, string>>;
  readonly startLimit: number | null;
  /** Warnings are added to it. */
  readonly notes: Diagnostic[];
  readonly signal: AbortSignal;
  readonly terminal: Terminal;
  readonly build: Engine;
  readonly run: ContainerEngine;
}

/** Checks the files of each chosen component against the tree and each other; needs no engine. */
export function staticHalf(found: Survey, flags: VerifyFlags): readonly StaticReport[] {
  const { root } = found;
  const { components } = found.detection.model;
  const project = projectFacts(projectTexts(root));
  const images = components.map((component) => imageName(factsOf(found, component).image));
  return chosenComponents(found, flags.component).map((component) => {
    const { image, port, writable } = factsOf(found, component);
    const given = flags.image === undefined ? null : projectText(root, join(component.dir, 'Dockerfile'));
    // An image that is given may have been built elsewhere.
    const file =
      flags.image !== undefined && given === null
        ? { path: join(component.dir, 'Dockerfile'), text: '' }
        : dockerfileOf(root, component);
    const dockerfile = dockerfileFacts(file.path, file.text);
    const known = { name: component.name, image: imageName(image), port, dockerfile };
    const subject = subjectOf(known, project, components.length === 1);
    const folders = writable.map(({ path }) => path);
    const sources = dockerfile.copies.map(({ path }) => path);
    const context = buildContext(root, contextOf(component), file.path, sources);
    const checks = staticChecks({ subject, context, project, images, writable: folders });
    const report = { name: component.name, image: null, checks, ...NOT_RUN };
    return { component, subject, writable: folders, report };
  });
}

const NOT_RUN = { digest: null, sizeBytes: null, layers: null, startSeconds: null, stopSeconds: null } as const;

/** What BuildKit prints of its own work. */
const NOISE = /^\s*(?:#\d+ (?:sha256:|DONE|CACHED|transferring|\[internal\]|[\d.]+\s*$)|-+$)/;

interface Built {
  readonly image: string;
  /** What to run: the id where the engine tells it, since another build may take the tag meanwhile. */
  readonly digest: string | null;
  readonly seconds: number | null;
}

/** Builds the image; a failed build is a failed check, whatever else goes wrong stops the command. */
async function build(found: Survey, { component }: StaticReport, input: ImageInput): Promise<Built | Check> {
  const { flags, terminal, signal } = input;
  if (flags.image !== undefined) return { image: flags.image, digest: null, seconds: null };
  try {
    const requests = await buildRequests(found, [component], buildOptions(flags));
    terminal.note(`building ${component.name}`);
    const { images } = await buildImages(requests, {
      engine: input.build,
      terminal: false,
      onLine: (line) => terminal.note(printable(line)),
      signal,
    });
    const [image] = images;
    return { image: image?.tags[0] ?? '', digest: image?.digest ?? null, seconds: image?.seconds ?? null };
  } catch (error) {
    if (!(error instanceof UserError) || error.problems[0].code !== 'DRK3003') throw error;
    const [first = '', ...lines] = error.problems[0].detail.split('\n');
    const { detail, remedy } = buildReason(lines.join('\n'));
    const said = lines.filter((line) => !NOISE.test(line)).map((line) => line.trim().replace(/^#\d+ [\d.]+ ?/, ''));
    return failedCheck('image-built', withLog(`${detail} (${first.replace(/:$/, '')})`, said), remedy);
  }
}

function ordered(checks: readonly Check[]): readonly Check[] {
  return [...checks].sort((a, b) => CHECK_IDS.indexOf(a.id) - CHECK_IDS.indexOf(b.id));
}

/** Builds and runs one component; a COPY that cannot work is not tried. */
export async function verifyImage(found: Survey, half: StaticReport, input: ImageInput): Promise<ComponentReport> {
  const { component, subject, writable, report } = half;
  const hopeless = report.checks.some(({ id, ok }) => id === 'copy-sources' && !ok);
  if (hopeless && input.flags.image === undefined) {
    const detail = `${component.name} was not built: its Dockerfile copies what is not there`;
    input.notes.push({ code: 'DRK3005', severity: 'warning', detail, hint: 'Mend copy-sources first.' });
    return report;
  }
  const built = await build(found, half, input);
  if ('id' in built) return { ...report, checks: [...report.checks, built] };
  const { facts } = component;
  input.terminal.note(`running ${built.image}`);
  const outcome: RunOutcome = await runHalf(input.run, {
    subject,
    image: built.image,
    digest: built.digest,
    buildSeconds: built.seconds,
    kind: facts['app.kind'] ?? 'web',
    env: facts['app.env'] ?? [],
    services: facts['app.services'] ?? [],
    healthPath: factsOf(found, component).health,
    writable,
    given: input.given,
    startLimit: input.startLimit,
    note: input.terminal.note,
    signal: input.signal,
  });
  const { checks, missingServices, ...measured } = outcome;
  for (const service of missingServices) {
    input.notes.push({ code: 'DRK3006', severity: 'warning', detail: `${component.name} runs without ${service}` });
  }
  return { ...report, ...measured, image: built.image, checks: ordered([...report.checks, ...checks]) };
}

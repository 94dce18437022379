import { dirname } from 'node:path';
import picomatch from 'picomatch';
import { copyPaths, type DockerfileModel, flag } from './dockerfile-model.ts';
import { collector, type Finding, type OutputFiles } from './finding.ts';

interface Pattern {
  readonly negated: boolean;
  readonly matches: (path: string) => boolean;
}

/** Tells which paths of a build context a .dockerignore leaves out. */
export interface Ignore {
  readonly negates: boolean;
  excludes(path: string): boolean;
}

/**
 * Reads a .dockerignore by Docker's rules: patterns are rooted at the context, `**` spans folders, a folder takes its
 * content with it, the last match wins. Source: https://docs.docker.com/build/concepts/context/#dockerignore-files
 */
export function parseDockerignore(content: string): Ignore {
  const patterns: Pattern[] = [];
  for (const raw of content.split('\n')) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const negated = line.startsWith('!');
    const glob = line
      .slice(negated ? 1 : 0)
      .trim()
      .replace(/^\.?\/+/, '')
      .replace(/\/+$/, '');
    patterns.push({
      negated,
      matches: picomatch(glob === '' ? '**' : glob, { dot: true, noextglob: true, nobrace: true }),
    });
  }
  return {
    negates: patterns.some(({ negated }) => negated),
    excludes(path) {
      const parts = path.split('/');
      const chain = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
      const last = patterns.findLast(({ matches }) => chain.some((one) => matches(one)));
      return last !== undefined && !last.negated;
    },
  };
}

/** D27: what must never enter a build context, one sample for each rule. */
const SAMPLES = [
  '.git/config',
  '.env',
  '.env.local',
  '.env.example',
  'server.key',
  'certs/server.pem',
  'Dockerfile',
  'compose.yaml',
  'Jenkinsfile',
  '.github/workflows/ci.yml',
  '.gitlab-ci.yml',
  'kubernetes/deployment.yaml',
  '.derrick/ledger.json',
  '.idea/workspace.xml',
  '.vscode/settings.json',
  'coverage/index.html',
];

/** Samples that only one language has; the first group's test is made on the Dockerfile. */
const LANGUAGE_SAMPLES: readonly (readonly [RegExp, string])[] = [
  [/\b(npm|yarn|pnpm|node_modules)\b/, 'node_modules/left-pad/index.js'],
  [/\bpip\b|\bpoetry\b|\buv sync\b/, '.venv/bin/python'],
  [/\bcargo (build|fetch|install|chef)\b/, 'target/release/app'],
  [/\bmvn\b/, 'target/app.jar'],
  [/\bgradlew?\b/, 'build/libs/app.jar'],
  [/\bcomposer\b/, 'vendor/autoload.php'],
  [/\bdotnet\b/, 'obj/project.assets.json'],
];

function checkContent(content: string, dockerfile: string, path: string): readonly Finding[] {
  const { findings, report } = collector('dockerignore', path);
  const ignore = parseDockerignore(content);
  const languages = LANGUAGE_SAMPLES.filter(([sign]) => sign.test(dockerfile)).map(([, sample]) => sample);
  for (const sample of [...SAMPLES, ...languages]) {
    if (!ignore.excludes(sample)) report('D27', null, `${sample} enters the build context`);
  }
  const groups = content.split(/\n\s*\n/).filter((group) => /^[^#\s]/m.test(group));
  for (const group of groups) {
    if (!group.trimStart().startsWith('#')) report('D27', null, `no comment above ${group.trim().split('\n')[0]}`);
  }
  return findings;
}

function excludedSource(source: string, ignore: Ignore): boolean {
  const sample = source
    .replace(/^\.?\/+/, '')
    .replace(/\/+$/, '')
    .replace(/\*/g, '');
  if (sample === '' || sample === '.' || /[$?[]/.test(sample) || !ignore.excludes(sample)) return false;
  return !(ignore.negates && !ignore.excludes(`${sample}/any`));
}

/** The .dockerignore that a build of a Dockerfile reads: its own, its folder's, else the root's. */
export function dockerignoreOf(dockerfile: string, files: OutputFiles): string | null {
  const folder = dirname(dockerfile);
  const beside = folder === '.' ? '.dockerignore' : `${folder}/.dockerignore`;
  return [`${dockerfile}.dockerignore`, beside, '.dockerignore'].find((path) => files.has(path)) ?? null;
}

/** D27 and D28 for one Dockerfile: what enters the context, and that all that is copied does. */
export function checkDockerignore(dockerfile: string, model: DockerfileModel, files: OutputFiles): readonly Finding[] {
  const path = dockerignoreOf(dockerfile, files);
  if (path === null)
    return [{ checker: 'dockerignore', id: 'D27', file: dockerfile, line: null, message: 'no .dockerignore' }];
  const content = files.get(path) ?? '';
  const { findings, report } = collector('dockerignore', dockerfile);
  const ignore = parseDockerignore(content);
  for (const step of model.stages.flatMap(({ steps }) => steps)) {
    if (!['COPY', 'ADD'].includes(step.keyword) || flag(step, 'from') !== undefined) continue;
    for (const source of copyPaths(step).sources) {
      if (excludedSource(source, ignore)) report('D28', step.line, `${path} excludes ${source}`);
    }
  }
  return [...checkContent(content, files.get(dockerfile) ?? '', path), ...findings];
}

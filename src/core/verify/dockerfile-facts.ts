import { parse } from 'shell-quote';
import type { RelPath } from '../model/paths.ts';
import { finalSteps, type Stage, type Step, stagesOf } from './dockerfile-stages.ts';

/** One source of a COPY or ADD that comes from the build context. */
export interface CopySource {
  /** Relative to the context; may hold wildcards. */
  readonly path: string;
  readonly line: number;
}

/** What a Dockerfile says of its image. */
export interface DockerfileFacts {
  readonly path: RelPath;
  /** The last USER; `null` for that of the base image. */
  readonly user: string | null;
  /** The ports of EXPOSE. */
  readonly ports: readonly number[];
  /** The path that HEALTHCHECK asks; `null` for none. */
  readonly healthPath: string | null;
  readonly healthPort: number | null;
  /** The label org.opencontainers.image.title; `null` for none. */
  readonly title: string | null;
  readonly workdir: string;
  readonly volumes: readonly string[];
  readonly copies: readonly CopySource[];
}

function words(text: string): readonly string[] {
  if (text.startsWith('[')) {
    try {
      const list: unknown = JSON.parse(text);
      if (Array.isArray(list)) return list.filter((word) => typeof word === 'string');
    } catch {
      return [];
    }
  }
  return parse(text).filter((word) => typeof word === 'string');
}

/** The sources of one COPY or ADD: nothing for another stage's files, heredocs, addresses and unknown variables. */
function sourcesOf({ text, line }: Step): readonly CopySource[] {
  const [flags = ''] = /^(?:--\S+\s+)*/.exec(text) ?? [];
  if (/--from=/.test(flags)) return [];
  const plain = text.slice(flags.length);
  // shell-quote would take wildcards for operators, and no shell reads a COPY.
  const list = plain.startsWith('[') ? words(plain) : plain.split(/\s+/);
  return list
    .slice(0, -1)
    .filter((path) => !/^<<|^[a-z+]+:\/\/|^git@|\$/.test(path))
    .map((path) => ({ path: path.replace(/^(["'])(.*)\1$/, '$2'), line }));
}

function copiesOf(stages: readonly Stage[]): readonly CopySource[] {
  return stages
    .flatMap(({ steps }) => steps)
    .filter(({ keyword }) => keyword === 'COPY' || keyword === 'ADD')
    .flatMap(sourcesOf);
}

const HEALTH_URL =
  /https?:\/\/(?:127\.0\.0\.1|localhost|0\.0\.0\.0|\[::1\])(?::(\d+)|[\\"'+:\s]*[\w.$[\]{}\\"'+]*?)(\/[\w./-]*)/;

/** Reads a Dockerfile; of a file that says nothing every field is empty. */
export function dockerfileFacts(path: RelPath, text: string): DockerfileFacts {
  const stages = stagesOf(text);
  const steps = finalSteps(stages);
  const of = (keyword: string) => steps.filter((step) => step.keyword === keyword);
  const health = HEALTH_URL.exec(of('HEALTHCHECK').at(-1)?.text ?? '');
  const labels = of('LABEL')
    .map((step) => step.text)
    .join(' ');
  const ports = of('EXPOSE').flatMap((step) => step.text.split(/\s+/));
  return {
    path,
    user: of('USER').at(-1)?.text ?? null,
    ports: ports.map((port) => Number.parseInt(port, 10)).filter((port) => port > 0),
    healthPath: health?.[2] ?? null,
    healthPort: health?.[1] === undefined ? null : Number(health[1]),
    title: /org\.opencontainers\.image\.title"?=("?)([^"\s]+)\1/.exec(labels)?.[2] ?? null,
    workdir: of('WORKDIR').at(-1)?.text ?? '/',
    volumes: of('VOLUME').flatMap((step) => words(step.text)),
    copies: copiesOf(stages),
  };
}

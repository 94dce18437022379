import { type Claim, defineDetector } from '../../core/model/detector.ts';
import type { Argv } from '../../core/model/facts.ts';
import type { Instruction } from '../../core/render/verify/dockerfile.ts';
import {
  assignments,
  type ExistingDockerfile,
  existingDockerfile,
  expanded,
} from '../containers/existing-dockerfile.ts';
import { settingOf } from '../containers/settings.ts';
import { DEVELOPMENT, healthPathIn } from './compose-service-facts.ts';

/** The words of an exec form; `undefined` for a shell form. */
function execForm({ rest }: Instruction): readonly string[] | undefined {
  try {
    const words: unknown = JSON.parse(rest);
    return Array.isArray(words) && words.every((word) => typeof word === 'string') ? words : undefined;
  } catch {
    return undefined;
  }
}

/** Programs that an image brings to start another one. */
const WRAPPERS =
  /^(tini|dumb-init|\/(usr\/)?s?bin\/(tini|dumb-init)|(\/usr\/local\/bin\/)?docker-entrypoint\.sh|--|-g|-s)$/;

function start({ last }: ExistingDockerfile): readonly [Argv, number] | undefined {
  const parts = ['ENTRYPOINT', 'CMD'].flatMap((keyword) => last.filter((one) => one.keyword === keyword).slice(-1));
  const forms = parts.map(execForm);
  if (forms.includes(undefined)) return undefined;
  const words = forms.flatMap((form) => form ?? []);
  const [program, ...args] = words.slice(words.findIndex((word) => !WRAPPERS.test(word)));
  if (program === undefined || WRAPPERS.test(program) || DEVELOPMENT.test(words.join(' '))) return undefined;
  if (/^(\/bin\/)?(ba)?sh$/.test(program)) return undefined;
  return [[program, ...args], parts.at(-1)?.line ?? 1];
}

function* fromDockerfile(dockerfile: ExistingDockerfile): Iterable<Claim<'application'>> {
  const { path: file, last, values } = dockerfile;
  const exposed = last.findLast(({ keyword }) => keyword === 'EXPOSE');
  const port = /^(\d{1,5})(\/tcp)?$/.exec(expanded(exposed?.rest ?? '', values).split(/\s+/)[0] ?? '')?.[1];
  if (exposed !== undefined && Number(port) > 0 && Number(port) <= 65535) {
    const because = 'the Dockerfile exposes it';
    yield { field: 'app.port', value: Number(port), file, line: exposed.line, confidence: 'pinned', because };
  }
  const check = last.findLast(({ keyword }) => keyword === 'HEALTHCHECK');
  const health = check === undefined ? undefined : healthPathIn(check.rest);
  if (check !== undefined && health !== undefined) {
    const because = 'the Dockerfile’s health check asks it';
    yield { field: 'app.health', value: health, file, line: check.line, confidence: 'config', because };
  }
  const command = start(dockerfile);
  if (command !== undefined) {
    const because = 'the Dockerfile starts it so';
    yield { field: 'app.start', value: command[0], file, line: command[1], confidence: 'config', because };
  }
  for (const { line, rest } of last.filter(({ keyword }) => keyword === 'ENV')) {
    for (const [name, value] of assignments(rest)) {
      const variable = settingOf(name, expanded(value, values));
      const because = 'the Dockerfile sets it';
      if (variable !== undefined)
        yield { field: 'app.env', value: [variable], file, line, confidence: 'convention', because };
    }
  }
}

/** What an existing Dockerfile says: port, health check, start command, variables. */
export const containerFiles = defineDetector({
  id: 'container-files',
  layer: 'application',
  title: 'Port, health check, command and variables of an existing Dockerfile or Containerfile',
  docs: 'https://docs.docker.com/reference/dockerfile/',
  when: {},
  *detect(scope) {
    const dockerfile = existingDockerfile(scope);
    if (dockerfile !== undefined) yield* fromDockerfile(dockerfile);
  },
});

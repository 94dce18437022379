import { checkLanguageDefaults, checkStopSignal } from './dockerfile-languages.ts';
import {
  copyPaths,
  type DockerfileModel,
  environment,
  expand,
  flag,
  lineage,
  pairs,
  type Stage,
  type Step,
} from './dockerfile-model.ts';
import type { Report } from './finding.ts';

/** Programs that start the application as a child instead of being it. */
const WRAPPERS = /^(npm|npx|yarn|pnpm|pnpx|bunx|mvn|mvnw|gradle|gradlew|nodemon|forever)$/;
const WRAPPING =
  /^(flask run|go run|cargo run|dotnet run|uv run|bun run|deno task|pipenv run|mix phx\.server|rails server)\b/;

/** The words of the process that becomes PID 1, an init and its `--` left out; `null` without CMD and ENTRYPOINT. */
export function processOf(steps: readonly Step[]): readonly string[] | null {
  const entry = steps.findLast(({ keyword }) => keyword === 'ENTRYPOINT')?.argv ?? [];
  const command = steps.findLast(({ keyword }) => keyword === 'CMD')?.argv ?? [];
  const words = [...entry, ...command];
  if (words.length === 0) return null;
  if (!/(^|\/)(tini|dumb-init|catatonit)$/.test(words[0] ?? '')) return words;
  const own = words.findIndex((word, index) => index > 0 && !word.startsWith('-'));
  return words.slice(own);
}

function checkProcess(steps: readonly Step[], line: number, report: Report): void {
  for (const keyword of ['CMD', 'ENTRYPOINT']) {
    const found = steps.filter((step) => step.keyword === keyword);
    if (found.length > 1) report('D10', found.at(-1)?.line ?? null, `more than one ${keyword} (DL4003, DL4004)`);
    for (const step of found) if (step.argv === null) report('D10', step.line, `${keyword} in shell form (DL3025)`);
  }
  const words = processOf(steps);
  if (words === null) {
    if (!steps.some(({ keyword }) => keyword === 'CMD' || keyword === 'ENTRYPOINT'))
      report('D10', line, 'neither CMD nor ENTRYPOINT');
    return;
  }
  const [path = '', ...rest] = words;
  const program = path.slice(path.lastIndexOf('/') + 1);
  if (WRAPPERS.test(program) || WRAPPING.test([program, ...rest].join(' ')))
    report('D11', line, `PID 1 is ${words.join(' ')}`);
  const script = /^(sh|bash|dash|ash)$/.test(program)
    ? rest[rest.findIndex((word) => /^-\w*c$/.test(word)) + 1]
    : undefined;
  if (script !== undefined && !/(^|&&|;|\n|\bthen|\bdo)\s*exec\s/.test(script))
    report('D11', line, 'sh -c without exec');
  if (words.some((word) => /\$\{?[A-Z_]/.test(word)) && script === undefined) {
    report('D11', line, 'a variable in exec form is never expanded');
  }
}

function checkUser(steps: readonly Step[], line: number, report: Report): void {
  const user = steps.findLast(({ keyword }) => keyword === 'USER');
  const match = /^(\d+):(\d+)$/.exec(user?.text ?? '');
  if (match === null) report('D09', user?.line ?? line, `USER is ${user?.text ?? 'missing'}, not UID:GID`);
  else if (Number(match[1]) < 1000 || Number(match[2]) < 1000)
    report('D09', user?.line ?? line, `USER ${user?.text} is below 1000`);
}

function checkCopies(final: Stage, report: Report): void {
  for (const step of final.steps.filter(({ keyword }) => keyword === 'COPY')) {
    const { sources } = copyPaths(step);
    if (sources.some((source) => /^(\.?\/?|\*|\.\/\*)$/.test(source)))
      report('D17', step.line, 'the final stage copies everything (DL3067)');
  }
}

function checkWorkdir(final: Stage, stages: readonly Stage[], report: Report): void {
  for (const { steps } of stages) {
    for (const step of steps.filter(({ keyword }) => keyword === 'WORKDIR')) {
      if (!/^["']?[/$]/.test(step.text)) report('D19', step.line, `WORKDIR ${step.text} is relative (DL3000)`);
    }
  }
  const copy = final.steps.findIndex((step) => step.keyword === 'COPY' && !/^[/$]/.test(copyPaths(step).target));
  const workdir = final.steps.findIndex(({ keyword }) => keyword === 'WORKDIR');
  if (workdir < 0) report('D19', final.line, 'no WORKDIR in the final stage');
  if (copy >= 0 && workdir > copy)
    report('D19', final.steps[copy]?.line ?? null, 'COPY to a relative path before WORKDIR (DL3045)');
}

const LABELS = ['title', 'source', 'version', 'revision'] as const;

function checkLabels(final: Stage, report: Report): void {
  const labels = new Map(final.steps.filter(({ keyword }) => keyword === 'LABEL').flatMap(pairs));
  for (const name of LABELS) {
    const value = labels.get(`org.opencontainers.image.${name}`);
    if (value === undefined || value === '') report('D20', final.line, `no label org.opencontainers.image.${name}`);
    else if (['version', 'revision'].includes(name) && !value.includes('$'))
      report('D20', final.line, `label ${name} comes from no ARG`);
  }
  const heavy = final.steps.findLastIndex(({ keyword }) => ['RUN', 'COPY', 'ADD'].includes(keyword));
  for (const [index, step] of final.steps.entries()) {
    if (step.keyword === 'ARG' && /^(VERSION|REVISION|CREATED|SOURCE)\b/.test(step.text) && index < heavy) {
      report('D20', step.line, `ARG ${step.text} before the heavy layers: each commit rebuilds them`);
    }
  }
}

function checkPorts(model: DockerfileModel, final: Stage, report: Report): void {
  const known = environment(model, final);
  const port = known.get('PORT');
  const exposed = final.steps.filter(({ keyword }) => keyword === 'EXPOSE');
  for (const step of exposed) {
    const value = expand(step.text, known).replace(/\/(tcp|udp)$/, '');
    if (!/^\d+$/.test(value)) report('D21', step.line, `EXPOSE ${step.text} is no number (DL3011)`);
    else if (Number(value) < 1024 || Number(value) > 65535)
      report('D21', step.line, `EXPOSE ${value} is privileged or out of range`);
    else if (port !== undefined && port !== value) report('D21', step.line, `EXPOSE ${value}, but PORT is ${port}`);
  }
}

function checkHealth(model: DockerfileModel, final: Stage, report: Report): void {
  const checks = final.steps.filter(({ keyword }) => keyword === 'HEALTHCHECK');
  const reason = model.comments.some(({ line, text }) => line > final.line && /health ?-?check/i.test(text));
  if (checks.length === 0 && !reason) report('D22', final.line, 'neither HEALTHCHECK nor a comment that says why not');
  if (checks.length > 1) report('D22', checks[1]?.line ?? null, 'more than one HEALTHCHECK (DL3012)');
  for (const step of checks.filter(({ text }) => !/^NONE\b/.test(text))) {
    if (step.argv === null) report('D22', step.line, 'HEALTHCHECK in shell form');
    if (/\b(curl|wget)\b/.test(step.text)) report('D22', step.line, 'HEALTHCHECK needs a download tool');
  }
}

const SECRET_NAME = /(PASSWORD|PASSWD|SECRET|TOKEN|PRIVATE_?KEY|API_?KEY|ACCESS_?KEY|CREDENTIALS?|_PASS$|AUTH$)/i;
const SECRET_FILE =
  /(^|\/)(\.npmrc|\.yarnrc\.yml|pip\.conf|settings\.xml|nuget\.config|\.netrc|auth\.json|\.env(\..*)?|id_rsa|[^/]*\.(pem|key|p12|pfx))$/i;

function checkSecrets(model: DockerfileModel, report: Report): void {
  for (const step of [...model.globals, ...model.stages.flatMap(({ steps }) => steps)]) {
    if (step.keyword === 'ARG' || step.keyword === 'ENV') {
      for (const name of step.keyword === 'ARG' ? [step.text.split('=')[0] ?? ''] : pairs(step).map(([key]) => key)) {
        if (SECRET_NAME.test(name)) report('D16', step.line, `${step.keyword} ${name} (DL3064)`);
      }
    }
    if (step.keyword !== 'COPY' || flag(step, 'from') !== undefined) continue;
    const secret = copyPaths(step).sources.find((source) => SECRET_FILE.test(source));
    if (secret !== undefined) report('D16', step.line, `COPY ${secret}: mount it as a secret`);
  }
}

/** D09, D10, D11, D16, D17, D19 to D22, D24 and D29: what the image is when it runs. */
export function checkRuntime(model: DockerfileModel, report: Report): void {
  checkSecrets(model, report);
  const final = model.stages.at(-1);
  if (final === undefined) return;
  const steps = lineage(model, final).flatMap((stage) => stage.steps);
  checkUser(steps, final.line, report);
  checkProcess(steps, final.line, report);
  checkCopies(final, report);
  checkWorkdir({ ...final, steps }, model.stages, report);
  checkLabels(final, report);
  checkPorts(model, final, report);
  checkHealth(model, final, report);
  checkLanguageDefaults(model, final, report);
  checkStopSignal(model, final, report);
}

import { type DockerfileModel, environment, lineage, type Stage } from './dockerfile-model.ts';
import type { Report } from './finding.ts';

interface Default {
  /** What shows that the final stage runs this language: its image. */
  readonly image: RegExp;
  readonly variable: string;
  readonly value: RegExp;
}

/** The part of D24 that shows in the final stage's environment. */
const DEFAULTS: readonly Default[] = [
  { image: /(^|\/)node:|nodejs\d+-/, variable: 'NODE_ENV', value: /^production$/ },
  { image: /(^|\/)python:|\/python3-/, variable: 'PYTHONUNBUFFERED', value: /^1$/ },
  { image: /(^|\/)python:|\/python3-/, variable: 'PYTHONDONTWRITEBYTECODE', value: /^1$/ },
  { image: /temurin|\/java\d+-|openjdk|corretto/, variable: 'JAVA_TOOL_OPTIONS', value: /-XX:MaxRAMPercentage=/ },
  {
    image: /temurin|\/java\d+-|openjdk|corretto/,
    variable: 'JAVA_TOOL_OPTIONS',
    value: /-XX:\+ExitOnOutOfMemoryError/,
  },
];

/** The signal on which a server ends its requests first, where that is not SIGTERM. Source: the images' own pages. */
const SIGNALS: readonly (readonly [image: RegExp, signal: string])[] = [
  [/(^|\/)nginx(-unprivileged)?:/, 'SIGQUIT'],
  [/(^|\/)php:.*-fpm/, 'SIGQUIT'],
  [/(^|\/)php:.*-apache|(^|\/)httpd:/, 'SIGWINCH'],
];

/** D29: STOPSIGNAL is what the server of the final stage's image ends gracefully on. */
export function checkStopSignal(model: DockerfileModel, final: Stage, report: Report): void {
  const stages = lineage(model, final);
  const [base = final] = stages;
  const wanted = SIGNALS.find(([image]) => image.test(base.from))?.[1] ?? 'SIGTERM';
  const steps = stages.flatMap(({ steps: own }) => own);
  const found = steps.findLast(({ keyword }) => keyword === 'STOPSIGNAL')?.text ?? 'SIGTERM';
  if (found !== wanted) report('D29', final.line, `STOPSIGNAL is ${found}, ${base.from} ends gracefully on ${wanted}`);
}

/** D24: language defaults of the final stage and of Go builds. */
export function checkLanguageDefaults(model: DockerfileModel, final: Stage, report: Report): void {
  const known = environment(model, final);
  for (const { image, variable, value } of DEFAULTS) {
    if (image.test(final.from) && !value.test(known.get(variable) ?? '')) {
      report('D24', final.line, `${variable} is ${known.get(variable) ?? 'unset'}, wanted ${value.source}`);
    }
  }
  for (const stage of model.stages) {
    for (const { text, line, keyword } of stage.steps) {
      if (keyword !== 'RUN' || !/\bgo build\b/.test(text)) continue;
      if (!/-trimpath/.test(text) || !/-s -w/.test(text))
        report('D24', line, 'go build without -trimpath and -ldflags "-s -w"');
      const cgo = `${text} CGO_ENABLED=${environment(model, stage).get('CGO_ENABLED') ?? ''}`;
      if (/static|scratch/.test(final.from) && !/CGO_ENABLED=0/.test(cgo))
        report('D24', line, 'go build for a static base without CGO_ENABLED=0');
    }
  }
}

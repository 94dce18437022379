import { INSTALLERS, type Installer } from './dockerfile-installers.ts';
import {
  copyPaths,
  type DockerfileModel,
  environment,
  flag,
  lineage,
  type Stage,
  type Step,
} from './dockerfile-model.ts';
import type { Report } from './finding.ts';

interface Install {
  readonly installer: Installer;
  readonly command: string;
  readonly step: Step;
  readonly stage: Stage;
}

function contextSources(model: DockerfileModel): string {
  const copies = model.stages.flatMap(({ steps }) => steps).filter(({ keyword }) => keyword === 'COPY');
  const binds = model.stages.flatMap(({ steps }) => steps).flatMap(({ flags }) => flags.map(([, value]) => value));
  return [
    ...copies.filter((step) => flag(step, 'from') === undefined).flatMap((step) => copyPaths(step).sources),
    ...binds,
  ].join(' ');
}

function installs(model: DockerfileModel): readonly Install[] {
  const found: Install[] = [];
  for (const stage of model.stages) {
    for (const step of stage.steps) {
      if (step.keyword !== 'RUN') continue;
      for (const installer of INSTALLERS) {
        for (const [command] of step.text.matchAll(installer.command)) found.push({ installer, command, step, stage });
      }
    }
  }
  return found;
}

function envText(model: DockerfileModel, stage: Stage): string {
  return [...environment(model, stage)].map(([key, value]) => `${key}=${value}`).join(' ');
}

function cacheMounts(step: Step): readonly { readonly target: string; readonly sharing: string }[] {
  const mounts = step.flags.filter(([name, value]) => name === 'mount' && /(^|,)type=cache(,|$)/.test(value));
  return mounts.map(([, value]) => ({
    target: /(?:^|,)(?:target|dst|destination)=([^,]*)/.exec(value)?.[1] ?? '',
    sharing: /(?:^|,)sharing=([^,]*)/.exec(value)?.[1] ?? 'shared',
  }));
}

function checkLocked(model: DockerfileModel, { installer, command, step, stage }: Install, report: Report): void {
  const { id, locked, lockfile } = installer;
  const text = `${step.text} ${envText(model, stage)}`;
  if (locked !== undefined && (lockfile?.test(contextSources(model)) ?? true) && !locked.test(text)) {
    report('D13', step.line, `${command.trim()}: not deterministic (${id})`);
  }
  // The command may begin with what joins it to the one before.
  const names = command
    .replace(/^[\s;&|]+/, '')
    .trim()
    .split(/\s+/)
    .slice(2)
    .filter((word) => /^[A-Za-z]/.test(word));
  const fromFile = /\s(-r|--requirement)\b/.test(command);
  if (id === 'pip' && !fromFile && names.some((word) => !word.includes('==') && word !== '.')) {
    report('D13', step.line, `${command.trim()}: unpinned (DL3013)`);
  }
}

function checkCache({ installer, step }: Install, report: Report): void {
  const { id, cache, sharing } = installer;
  if (cache === undefined || /--offline|--no-index/.test(step.text)) return;
  const mount = cacheMounts(step).find(({ target }) => cache.test(target.replace(/\/$/, '')));
  if (mount === undefined) report('D14', step.line, `no cache mount for ${id}`);
  else if (sharing === true && mount.sharing !== 'locked')
    report('D14', step.line, `cache mount of ${id} without sharing=locked`);
}

function checkOrder(model: DockerfileModel, { installer, step, stage }: Install, report: Report): void {
  if (['maven', 'gradle', 'cargo'].includes(installer.id) && !/dependency:|dependencies|fetch/.test(step.text)) return;
  const before = lineage(model, stage).flatMap(({ steps }) => steps);
  const earlier = before.slice(0, before.indexOf(step));
  const whole = earlier.find((one) => ['COPY', 'ADD'].includes(one.keyword) && copiesAll(one));
  if (whole !== undefined)
    report('D12', step.line, `dependencies are installed after the source copy of line ${whole.line}`);
}

function copiesAll(step: Step): boolean {
  return (
    flag(step, 'from') === undefined &&
    copyPaths(step).sources.some((source) => /^(\.?\/?|\.\/?|\*|src\/?)$/.test(source))
  );
}

function checkProduction(model: DockerfileModel, final: Stage, all: readonly Install[], report: Report): void {
  for (const step of final.steps) {
    const from = flag(step, 'from');
    const source = model.stages.find(({ name }) => name !== '' && name === from);
    if (source === undefined) continue;
    const stages = lineage(model, source);
    const text = stages.flatMap(({ steps }) => steps.map((one) => one.text)).join('\n');
    for (const { installer } of all.filter((one) => stages.includes(one.stage))) {
      if (installer.production === undefined || !copyPaths(step).sources.some((path) => installer.tree?.test(path)))
        continue;
      const kept =
        installer.production.test(`${text} ${envText(model, source)}`) || /pnpm\b.* deploy\b.*--prod/.test(text);
      if (!kept) report('D15', step.line, `development dependencies of ${installer.id} reach the final stage`);
    }
  }
}

/** D07, D12, D13, D14, D15: how dependencies are installed, and that only what runs reaches the final stage. */
export function checkInstalls(model: DockerfileModel, report: Report): void {
  const all = installs(model);
  const final = model.stages.at(-1);
  for (const install of all) {
    checkLocked(model, install, report);
    checkCache(install, report);
    checkOrder(model, install, report);
    if (install.stage === final)
      report('D07', install.step.line, `${install.installer.id} installs in the final stage`);
  }
  const compiles =
    /\b(npm run build|go build|cargo build|mvn|gradlew?|tsc|vite build|dotnet publish|mix release|hugo)\b/;
  for (const step of final?.steps ?? []) {
    if (step.keyword === 'RUN' && compiles.test(step.text)) report('D07', step.line, 'the final stage compiles');
  }
  if (final !== undefined) checkProduction(model, final, all, report);
  for (const { steps } of model.stages) {
    for (const step of steps.filter(
      ({ keyword, text }) => keyword === 'RUN' && /\bapt-get\b.*\binstall\b/.test(text),
    )) {
      const targets = cacheMounts(step);
      const good = ['/var/cache/apt', '/var/lib/apt'].every((path) => {
        return targets.some(({ target, sharing }) => target.startsWith(path) && sharing === 'locked');
      });
      if (!good) report('D14', step.line, 'apt-get without locked cache mounts on /var/cache/apt and /var/lib/apt');
    }
  }
}

import { type DockerfileModel, flag, type Stage, type Step } from './dockerfile-model.ts';
import type { Report } from './finding.ts';

const OS_VARIANT =
  /trixie|bookworm|bullseye|noble|jammy|slim|alpine|debian|ubuntu|ubi\d|distroless|chiseled|azurelinux|temurin-.*-(noble|jammy)/;
const FULL_TOOLCHAIN =
  /(^|\/)(golang|rust|maven|gradle|gcc|composer|eclipse-temurin:[^@]*jdk|dotnet\/sdk|hugo|hugomods)\b/;

function isExternal(model: DockerfileModel, image: string): boolean {
  return image !== 'scratch' && !/^\d+$/.test(image) && !model.stages.some(({ name }) => name === image);
}

function tagOf(image: string): string {
  const [name = ''] = image.split('@');
  const last = name.slice(name.lastIndexOf('/') + 1);
  return last.includes(':') ? last.slice(last.indexOf(':') + 1) : '';
}

function checkPin(image: string, line: number, whole: boolean, report: Report): void {
  if (image.includes('$')) {
    report('D05', line, `${image}: an ARG of the image name has no default`);
    return;
  }
  const tag = tagOf(image);
  const distroless = /distroless\/\S*debian\d+:nonroot/.test(image);
  if (tag === '' || tag === 'latest') {
    report('D05', line, `${image}: no explicit version tag (DL3006, DL3007)`);
    return;
  }
  if (!/\d/.test(tag) && !distroless) report('D05', line, `${image}: the tag names no version`);
  if (whole && !OS_VARIANT.test(image)) report('D05', line, `${image}: the tag names no OS variant`);
}

function checkFrontEnd(content: string, steps: readonly Step[], report: Report): void {
  if (/^#\s*syntax\s*=/im.test(content)) report('D04', 1, 'a syntax line makes the build fetch a front end');
  if (/^#\s*hadolint\s/im.test(content)) report('D01', null, 'hadolint pragma (DL1001)');
  for (const step of steps) {
    if (flag(step, 'link') !== undefined)
      report('D04', step.line, 'COPY --link needs a newer front end than BuildKit 0.8');
    if (['RUN', 'COPY'].includes(step.keyword) && /<<-?["']?[A-Za-z_]/.test(step.text)) {
      report('D04', step.line, 'a heredoc needs a newer front end than BuildKit 0.8');
    }
  }
}

function checkPlatform(stage: Stage, report: Report): void {
  const platform = flag({ flags: stage.fromFlags }, 'platform');
  if (platform !== undefined && !platform.includes('$'))
    report('D30', stage.line, `constant platform ${platform} (DL3029)`);
  const go = stage.steps.find(({ keyword, text }) => keyword === 'RUN' && /\bgo build\b/.test(text));
  if (go !== undefined && platform === undefined)
    report('D30', go.line, 'Go is built without --platform=$BUILDPLATFORM');
  if (go !== undefined && !/GOARCH/.test(go.text))
    report('D30', go.line, 'Go is built without GOOS and GOARCH from TARGET*');
}

/** D04, D05, D08 and D30: where a Dockerfile's stages come from, and which builder they need. */
export function checkBases(content: string, model: DockerfileModel, report: Report): void {
  checkFrontEnd(
    content,
    model.stages.flatMap(({ steps }) => steps),
    report,
  );
  for (const stage of model.stages) {
    if (isExternal(model, stage.from)) checkPin(stage.from, stage.line, true, report);
    for (const step of stage.steps) {
      const from = flag(step, 'from');
      if (from !== undefined && isExternal(model, from)) checkPin(from, step.line, false, report);
    }
    checkPlatform(stage, report);
  }
  const last = model.stages.at(-1);
  if (last === undefined) return;
  const external = FULL_TOOLCHAIN.test(last.from);
  const fullLanguage = /(^|\/)(node|python|ruby|php):/.test(last.from) && !/slim|alpine|fpm|apache|cli/.test(last.from);
  if (external || fullLanguage) report('D08', last.line, `the final stage is a full image: ${last.from}`);
  for (const step of last.steps) {
    const tools = /\b(build-essential|gcc|g\+\+|make|git|curl|wget)\b/;
    if (step.keyword === 'RUN' && /apt-get\b.*\binstall\b/.test(step.text) && tools.test(step.text)) {
      report('D08', step.line, 'the final stage installs a compiler, git or a download tool');
    }
  }
}

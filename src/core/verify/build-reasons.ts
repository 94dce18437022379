import type { Problem } from './check.ts';

const BASE =
  /pull access denied|manifest (?:unknown|for \S+ not found)|failed to resolve (?:source metadata|reference)|failed to do request|failed to solve[^\n]*: (?:\S+: )?not found|error pulling image|initializing source|lookup \S+[^\n]*(?:no such host|server misbehaving|i\/o timeout)|registry-1\.docker\.io|short-name/i;

function imageIn(text: string): string {
  const named =
    /load metadata for (\S+)/.exec(text)?.[1] ??
    /failed to resolve source metadata for (\S+?):? /.exec(text)?.[1] ??
    /docker:\/\/(\S+?):? /.exec(text)?.[1];
  return named === undefined ? 'a base image' : `the base image ${named.replace(/^docker\.io\/(?:library\/)?/, '')}`;
}

/** The instruction that failed: BuildKit's `[build 3/4] RUN npm test`, or `STEP 4/9: RUN …` of Podman and Buildah. */
function stepIn(text: string): string | undefined {
  const podman = [...text.matchAll(/(?:\[(\d+)\/\d+\] )?STEP \d+\/\d+: ([A-Z]+ [^\n]*)/g)].at(-1);
  if (podman !== undefined) return podman[1] === undefined ? podman[2] : `stage ${podman[1]}, ${podman[2]}`;
  const steps = [...text.matchAll(/\[((?:[\w.-]+ )?\d+\/\d+)\] ([A-Z]+ [^\n]*)/g)];
  const failing = / > \[((?:[\w.-]+ )?\d+\/\d+)\] ([A-Z]+ [^\n]*)/.exec(text) ?? steps.at(-1);
  if (failing?.[1] !== undefined) {
    const stage = failing[1].includes(' ') ? `stage ${failing[1].replace(/ .*/, '')}` : 'the only stage';
    return `${stage}, ${failing[2]?.replace(/:$/, '')}`;
  }
  return undefined;
}

/** Why a build failed, from what the engine printed. */
export function buildReason(text: string): Problem {
  if (/no space left on device|disk quota exceeded/i.test(text)) {
    return {
      detail: 'the disk is full',
      remedy: 'Free space: `docker system df` shows what the engine holds, `docker builder prune` frees its cache.',
    };
  }
  const missing = /(?:"([^"\s]+)": not found|stat ([^\s:]+): (?:file does not exist|no such file))/.exec(text);
  if (missing !== null && /failed to compute cache key|COPY failed|copier: stat|building at STEP "COPY/i.test(text)) {
    return {
      detail: `${missing[1] ?? missing[2]} is copied, but is not in the build context`,
      remedy: 'Add the file, correct the COPY, or let it in by .dockerignore.',
    };
  }
  if (BASE.test(text)) {
    return {
      detail: `${imageIn(text)} cannot be had`,
      remedy: 'Check its name and tag, the network, and `docker login` for a private registry.',
    };
  }
  const step = stepIn(text);
  return {
    detail: step === undefined ? 'the build failed' : `the build failed in ${step}`,
    remedy: 'Mend what the last lines of the build name; `derrick build` runs it alone.',
  };
}

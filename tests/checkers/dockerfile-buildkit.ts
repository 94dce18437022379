import { type Arg, DockerfileParser, type From, type Instruction } from 'dockerfile-ast';
import { type DockerfileModel, expand, lineage, pairs, parseDockerfile } from './dockerfile-model.ts';
import type { Report } from './finding.ts';

interface Context {
  readonly content: string;
  readonly instructions: readonly Instruction[];
  readonly model: DockerfileModel;
  readonly say: (rule: string, line: number | null, message: string) => void;
}

const lineOf = (instruction: Instruction) => instruction.getRange().start.line + 1;

/** Variables that a stage has although no ARG or ENV of the file sets it: the builder's, and those of known base images. */
const GIVEN = /^(PATH|HOME|HTTPS?_PROXY|FTP_PROXY|NO_PROXY|ALL_PROXY|https?_proxy|ftp_proxy|no_proxy|all_proxy)$/;

/** Instructions whose text the builder fills variables into; RUN and the like leave that to the shell. */
const EXPANDED = new Set(['ADD', 'COPY', 'ENV', 'EXPOSE', 'LABEL', 'STOPSIGNAL', 'USER', 'VOLUME', 'WORKDIR', 'ARG']);

function checkCasing({ content, instructions, say }: Context): void {
  const first = instructions[0]?.getInstruction() ?? '';
  const isLower = first === first.toLowerCase();
  for (const instruction of instructions) {
    const keyword = instruction.getInstruction();
    const wanted = isLower ? keyword.toLowerCase() : keyword.toUpperCase();
    if (keyword !== wanted) say('ConsistentInstructionCasing', lineOf(instruction), `${keyword}, not ${wanted}`);
    if (instruction.getKeyword() === 'MAINTAINER') say('MaintainerDeprecated', lineOf(instruction), 'MAINTAINER');
    if (instruction.getKeyword() !== 'FROM') continue;
    const as = instruction.getArguments().map((one) => one.getValue())[1] ?? keyword;
    const isSame = (as === as.toLowerCase()) === (keyword === keyword.toLowerCase());
    if (!isSame) say('FromAsCasing', lineOf(instruction), `${keyword} … ${as}`);
  }
  const lines = content.split('\n');
  for (const [index, line] of lines.entries()) {
    if (/^[^#]*\\\s*$/.test(line) && lines[index + 1]?.trim() === '')
      say('NoEmptyContinuation', index + 2, 'an empty line continues an instruction');
  }
}

function checkStages({ model, say }: Context): void {
  const names = model.stages.map(({ name }) => name);
  for (const [index, { name, line, fromFlags }] of model.stages.entries()) {
    if (name !== name.toLowerCase()) say('StageNameCasing', line, name);
    if (name !== '' && names.map((one) => one.toLowerCase()).indexOf(name.toLowerCase()) !== index)
      say('DuplicateStageName', line, name);
    if (['scratch', 'context'].includes(name)) say('ReservedStageName', line, name);
    const platform = fromFlags.find(([flag]) => flag === 'platform')?.[1];
    if (platform !== undefined && /^\$\{?TARGETPLATFORM\}?$/.test(platform))
      say('RedundantTargetPlatform', line, platform);
    if (platform !== undefined && !platform.includes('$')) say('FromPlatformFlagConstDisallowed', line, platform);
  }
}

function checkBases({ instructions, model, say }: Context): void {
  const globals = new Map<string, string>(model.globals.flatMap(pairs));
  const named = new Set(model.globals.map(({ text }) => text.split('=')[0] ?? ''));
  const automatic = /^(BUILD|TARGET)(PLATFORM|OS|OSVERSION|ARCH|VARIANT)$/;
  for (const instruction of instructions.filter((one) => one.getKeyword() === 'FROM')) {
    for (const variable of instruction.getVariables()) {
      const name = variable.getName();
      if (!named.has(name) && !automatic.test(name)) say('UndefinedArgInFrom', lineOf(instruction), name);
    }
    const image = expand((instruction as From).getImage() ?? '', globals).replace(/\$\{?\w+\}?/g, '');
    if (!/^[a-z0-9][\w./-]*(:[0-9]+\/[\w./-]+)?(:[\w][\w.-]*)?(@sha256:[0-9a-f]{64})?$/i.test(image))
      say('InvalidDefaultArgInFrom', lineOf(instruction), `the image is called ${image} where no argument is given`);
  }
}

function checkVariables({ instructions, model, say }: Context): void {
  let stage = -1;
  let known = new Set<string>();
  const ends = model.stages.map(() => new Set<string>());
  for (const instruction of instructions) {
    if (instruction.getKeyword() === 'FROM') {
      stage += 1;
      const own = model.stages[stage];
      const parents = own === undefined ? [] : lineage(model, own).slice(0, -1);
      known = new Set(parents.flatMap((one) => [...(ends[model.stages.indexOf(one)] ?? [])]));
    } else if (stage >= 0 && EXPANDED.has(instruction.getKeyword())) {
      const step = model.stages[stage]?.steps.find(({ line }) => line === lineOf(instruction));
      const own = instruction.getKeyword() === 'ARG' ? ((instruction as Arg).getProperty()?.getName() ?? '') : '';
      for (const variable of instruction.getVariables()) {
        const name = variable.getName();
        if (name === own || known.has(name) || GIVEN.test(name) || variable.getModifier() !== null) continue;
        say('UndefinedVar', lineOf(instruction), name);
      }
      if (own !== '') known.add(own);
      if (instruction.getKeyword() === 'ENV' && step !== undefined)
        for (const [name] of pairs(step)) {
          known.add(name);
          ends[stage]?.add(name);
        }
    }
  }
}

const SECRET = /(^|_)(apikey|auth|credential|credentials|key|password|pword|passwd|secret|token)(_|$)/i;
const PUBLIC = /public/i;

function checkSteps({ model, say }: Context): void {
  for (const stage of model.stages) {
    const hasShell = stage.steps.some(({ keyword }) => keyword === 'SHELL');
    const count = (keyword: string) => stage.steps.filter((step) => step.keyword === keyword);
    let isAbsolute = false;
    for (const { keyword, text, argv, line } of stage.steps) {
      if (['CMD', 'ENTRYPOINT'].includes(keyword) && argv === null && !hasShell)
        say('JSONArgsRecommended', line, `${keyword} ${text}`);
      if (['ENV', 'LABEL'].includes(keyword) && !/^("[^"]*"|'[^']*'|[^\s=]+)=/.test(text))
        say('LegacyKeyValueFormat', line, `${keyword} ${text}`);
      if (keyword === 'WORKDIR' && !/^["']?[/$]/.test(text) && !isAbsolute) say('WorkdirRelativePath', line, text);
      isAbsolute ||= keyword === 'WORKDIR' && /^["']?[/$]/.test(text);
      const names =
        keyword === 'ARG' ? [text.split('=')[0] ?? ''] : keyword === 'ENV' ? pairs({ text }).map(([name]) => name) : [];
      for (const name of names) if (SECRET.test(name) && !PUBLIC.test(name)) say('SecretsUsedInArgOrEnv', line, name);
      for (const port of keyword === 'EXPOSE' ? text.split(/\s+/) : []) {
        if (/:/.test(port.replace(/\$\{[^}]*\}/g, ''))) say('ExposeInvalidFormat', line, port);
        if (/\/.*[A-Z]/.test(port)) say('ExposeProtoCasing', line, port);
      }
    }
    for (const keyword of ['CMD', 'ENTRYPOINT', 'HEALTHCHECK']) {
      const [, second] = count(keyword);
      if (second !== undefined) say('MultipleInstructionsDisallowed', second.line, keyword);
    }
  }
}

/**
 * D02: the rules of BuildKit's linter that the text alone tells, by its names, since the linter needs a newer front end
 * than an engine without network has. CopyIgnoredFile is D28's, InvalidDefinitionDescription is off by default.
 * Source: https://docs.docker.com/reference/build-checks/
 */
export function checkBuildkit(content: string, report: Report): void {
  const instructions = DockerfileParser.parse(content).getInstructions();
  const context: Context = {
    content,
    instructions,
    model: parseDockerfile(content),
    say: (rule, line, message) => report('D02', line, `${rule}: ${message}`),
  };
  checkCasing(context);
  checkStages(context);
  checkBases(context);
  checkVariables(context);
  checkSteps(context);
}

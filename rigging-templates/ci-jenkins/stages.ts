import type { View } from '../../src/core/model/rigging.ts';
import type { CheckStep, Checks } from '../_shared/views/checks.ts';
import type { Pipeline, PipelineImage } from '../_shared/views/pipeline.ts';
import type { Agent } from './agent.ts';
import { textView } from './literals.ts';

/** Puts the programs that an install step brought on the PATH; a docker agent does not take one from Jenkins. */
const TOOLS = 'export PATH="$HOME/.local/bin:$PATH"';

const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** A stage's name: that of the component is left out where there is only one. */
function title(verb: string, component: string, isOnly: boolean): string {
  return isOnly ? verb : `${verb} ${component}`;
}

function checkStage(step: CheckStep, verb: string, isOnly: boolean, agent: Agent): View {
  const variables = Object.entries(step.env).filter(([name]) => VARIABLE.test(name));
  const lines = step.lines.map((line) => (step.needsTools ? `${TOOLS} && ${line}` : line));
  return {
    title: title(verb, step.component, isOnly),
    image: step.image,
    hasAgent: !agent.isPod,
    container: agent.containerOf(step.image),
    hasDir: step.dir !== '.',
    dir: step.dir,
    needsTools: step.needsTools,
    variables: variables.map(([name, value]) => ({ name, value })),
    scripts: lines.map(textView),
    hasReports: verb === 'Test',
    reports: textView(reportsBelow(step.dir)),
  };
}

/** Where test runners put JUnit reports, by habit. */
function reportsBelow(dir: string): string {
  const prefix = dir === '.' ? '' : `${dir}/`;
  return ['junit*.xml', 'reports/**/*.xml', 'test-results/**/*.xml'].map((glob) => prefix + glob).join(', ');
}

/** The install, lint and test stages, in that order. */
export function checkStages({ installs, lints, tests }: Checks, isOnly: boolean, agent: Agent): readonly View[] {
  return [
    ...installs.map((step) => checkStage(step, 'Install', installs.length === 1, agent)),
    ...lints.map((step) => checkStage(step, 'Lint', isOnly, agent)),
    ...tests.map((step) => checkStage(step, 'Test', isOnly, agent)),
  ];
}

function imageStage(one: PipelineImage, isOnly: boolean, isPod: boolean): View {
  return {
    title: title('Image', one.component, isOnly),
    buildTitle: title('Build image', one.component, isOnly),
    scanTitle: title('Scan image', one.component, isOnly),
    isPod,
    image: one.image,
    context: one.context,
    dockerfile: one.dockerfile,
    dockerfileDir: one.dockerfile === 'Dockerfile' ? '.' : one.dockerfile.replace(/\/Dockerfile$/, ''),
    hasSecrets: one.secrets.length > 0,
    secrets: one.secrets,
  };
}

/** The build and scan stages of each image. */
export function imageStages({ images }: Pipeline, { isPod }: Agent): readonly View[] {
  return images.map((image) => imageStage(image, images.length === 1, isPod));
}

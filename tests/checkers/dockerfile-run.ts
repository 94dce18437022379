import { copyPaths, type DockerfileModel, flag, type Step } from './dockerfile-model.ts';
import type { Report } from './finding.ts';

/** The script of a RUN in shell form with quoted text emptied, so that operators in strings are not seen. */
function unquoted(step: Step): string {
  return step.argv === null ? step.text.replace(/'[^']*'|"(?:\\.|[^"\\])*"/g, '""') : '';
}

function checkApt(script: string, whole: string, line: number, report: Report): void {
  if (/(^|[\s;&|])sudo\s/.test(script)) report('D23', line, 'sudo (DL3004)');
  if (/(^|[\s;&|])apt\s+\w/.test(script)) report('D23', line, 'apt is for terminals; apt-get (DL3027)');
  if (/\bapt-get\b[^&|;]*\b(dist-)?upgrade\b/.test(script)) report('D23', line, 'apt-get upgrade');
  const snapshot = /snapshot\.debian\.org|snapshot\.ubuntu\.com/.test(whole);
  for (const [command] of script.matchAll(/\bapt-get\b[^&|;]*\binstall\b[^&|;]*/g)) {
    if (!/\bapt-get\b[^&|;]*\bupdate\b/.test(script)) report('D23', line, 'install without update in the same RUN');
    if (!/\s(-\w*y\w*|--yes|--assume-yes)\b/.test(command)) report('D23', line, 'install without -y (DL3014)');
    if (!command.includes('--no-install-recommends'))
      report('D23', line, 'recommended packages are installed (DL3015)');
    const names = command
      .slice(command.indexOf('install') + 7)
      .trim()
      .split(/\s+/)
      .filter((word) => /^[a-z0-9]/.test(word));
    for (const name of names) {
      if (!snapshot && !/[=/]/.test(name)) report('D23', line, `${name} has no version (DL3008)`);
    }
  }
}

function checkScript(step: Step, pipefail: boolean, report: Report): void {
  const script = unquoted(step);
  checkApt(script, step.text, step.line, report);
  if (/(^|&&|;|\()\s*cd\s/.test(script)) report('D19', step.line, 'cd instead of WORKDIR (DL3003)');
  if (/\b(curl|wget)\b[^;&]*\|\s*(sudo\s+)?(\S*\/)?(ba|da|z)?sh\b/.test(script))
    report('D25', step.line, 'a download is piped into a shell');
  if (/[^|]\|[^|]/.test(script) && !pipefail && !/set\s+-\w*o\s+pipefail/.test(step.text)) {
    report('D26', step.line, 'a pipe without pipefail (DL4006)');
  }
}

function checkAdd(step: Step, report: Report): void {
  const remote = copyPaths(step).sources.some((source) => /^(https?:|git@)/.test(source));
  if (!remote) report('D25', step.line, 'ADD where COPY would do (DL3020)');
  else if (flag(step, 'checksum') === undefined) report('D25', step.line, 'remote ADD without --checksum');
}

/** D19 (cd), D23, D25 and D26 (pipes): what the commands of each stage do. */
export function checkRunLines(model: DockerfileModel, report: Report): void {
  for (const { steps } of model.stages) {
    let pipefail = false;
    for (const step of steps) {
      if (step.keyword === 'SHELL') pipefail = step.text.includes('pipefail');
      if (step.keyword === 'RUN') checkScript(step, pipefail, report);
      if (step.keyword === 'ADD') checkAdd(step, report);
    }
  }
}

import type { Breach } from './verify.ts';

/** A rule about the text of a Jenkinsfile: it must hold a sign, or must not. */
interface TextRule {
  readonly rule: string;
  readonly sign: RegExp;
  readonly must: boolean;
  readonly message: string;
}

const RULES: readonly TextRule[] = [
  { rule: 'J01', sign: /^pipeline \{/m, must: true, message: 'no declarative pipeline' },
  { rule: 'J02', sign: /^\s*agent any\b/m, must: false, message: 'agent any' },
  { rule: 'J03', sign: /\btimeout\(/, must: true, message: 'no timeout' },
  { rule: 'J04', sign: /\bbuildDiscarder\(/, must: true, message: 'old builds are never discarded' },
  { rule: 'J05', sign: /\bdisableConcurrentBuilds\(/, must: true, message: 'builds run beside each other' },
  { rule: 'J06', sign: /\btimestamps\(\)/, must: true, message: 'no timestamps' },
  { rule: 'J07', sign: /\bcheckout\b(?! *\()/, must: true, message: 'no explicit checkout' },
  {
    rule: 'J16',
    sign: /\bsh\s*\(?\s*(?:script:\s*)?"[^"\n]*\$\{?(?:env\.)?\w*(?:PASSWORD|TOKEN|SECRET)/,
    must: false,
    message: 'Groovy fills in a secret',
  },
  { rule: 'J17', sign: /\blogin\b[^\n]*\s(-p|--password)[ =]/, must: false, message: 'a password on a command line' },
  { rule: 'J20', sign: /\b(cleanWs|deleteDir)\(/, must: true, message: 'the workspace is never cleaned' },
];

const DEPLOY_RULES: readonly TextRule[] = [
  { rule: 'J21', sign: /^\s*(branch|tag|buildingTag)\b/m, must: true, message: 'the deployment is bound to no branch' },
  { rule: 'J23', sign: /\b(lock|milestone)\(/, must: true, message: 'two deployments can run at once' },
];

function lineOf(text: string, at: number): number {
  return text.slice(0, at).split('\n').length;
}

function broken(rules: readonly TextRule[], text: string): readonly Breach[] {
  return rules.flatMap(({ rule, sign, must, message }) => {
    const found = sign.exec(text);
    if ((found !== null) === must) return [];
    return [{ rule, line: found === null ? 1 : lineOf(text, found.index), message }];
  });
}

/** The rules of a Jenkinsfile that can be read from its text; `text` is known to have matching brackets. */
export function jenkinsfileProblems(text: string): readonly Breach[] {
  const deploys = /\bkubectl\b[^\n]*\bapply\b|\bhelm\b[^\n]*\bupgrade\b/.test(text);
  return [...broken(RULES, text), ...(deploys ? broken(DEPLOY_RULES, text) : [])];
}

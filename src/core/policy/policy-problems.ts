import picomatch from 'picomatch';
import type { Diagnostic } from '../errors/diagnostic.ts';
import type { Artifact } from '../model/artifact.ts';
import { instructions } from '../render/verify/dockerfile.ts';
import { documentsOf, type Place } from '../render/verify/documents.ts';
import { valueProblem, valuesAt } from './check-value.ts';
import { dockerfileImages, documentImages } from './images.ts';
import { type Policy, type PolicyRule, policyPath } from './policy.ts';

/** The part of an artifact that a policy looks at. */
export type PolicySubject = Pick<Artifact, 'path' | 'content' | 'format'>;

interface Breach {
  readonly line: number | null;
  readonly message: string;
}

/** The documents that a rule is about. */
function documentsFor({ where }: PolicyRule, { content, format }: PolicySubject): readonly Place[] {
  if (format !== 'yaml' && format !== 'json') return [];
  const wanted = Object.entries(where);
  return documentsOf(content).filter(({ value }) =>
    wanted.every(([path, expected]) => {
      const any: readonly unknown[] = Array.isArray(expected) ? expected : [expected];
      return valuesAt(value, policyPath(path)).some((found) => any.includes(found.value));
    }),
  );
}

function imageBreaches(from: readonly string[], rule: PolicyRule, subject: PolicySubject): readonly Breach[] {
  const named =
    subject.format === 'dockerfile'
      ? dockerfileImages(subject.content)
      : documentsFor(rule, subject).flatMap((place) => documentImages(place));
  return named
    .filter(({ image }) => !from.some((prefix) => image === prefix || image.startsWith(prefix.replace(/\/?$/, '/'))))
    .map(({ image, line }) => ({ line, message: `the image ${image} is not from ${from.join(' or ')}` }));
}

function instructionBreaches(rule: PolicyRule, { content, format }: PolicySubject): readonly Breach[] {
  const { check } = rule;
  if (check.kind !== 'instruction' || format !== 'dockerfile') return [];
  const pattern = check.matches === undefined ? null : new RegExp(check.matches, 'mu');
  const all = instructions(content).filter(({ rest }) => pattern === null || pattern.test(rest));
  const shown = check.matches === undefined ? '' : ` that matches ${check.matches}`;
  const forbidden = check.forbidden?.toUpperCase();
  const found = all
    .filter(({ keyword }) => keyword === forbidden)
    .map(({ line }) => ({ line, message: `${forbidden}${shown} is forbidden` }));
  const required = check.required?.toUpperCase();
  if (required === undefined || all.some(({ keyword }) => keyword === required)) return found;
  return [...found, { line: null, message: `there is no ${required}${shown}` }];
}

function textBreaches(rule: PolicyRule, { content }: PolicySubject): readonly Breach[] {
  const { check } = rule;
  if (check.kind !== 'text') return [];
  const found: Breach[] = [];
  if (check.contains !== undefined && !new RegExp(check.contains, 'mu').test(content))
    found.push({ line: null, message: `nothing matches ${check.contains}` });
  const match = check.lacks === undefined ? null : new RegExp(check.lacks, 'mu').exec(content);
  if (match !== null)
    found.push({ line: content.slice(0, match.index).split('\n').length, message: `${check.lacks} is matched` });
  return found;
}

function valueBreaches(rule: PolicyRule, subject: PolicySubject): readonly Breach[] {
  const { check } = rule;
  if (check.kind !== 'value') return [];
  return documentsFor(rule, subject).flatMap((place) =>
    valuesAt(place.value, check.at).flatMap(({ keys, value }) => {
      const wrong = valueProblem(value, check);
      return wrong === undefined ? [] : [{ line: place.lineOf(...keys), message: `${keys.join('.')} ${wrong}` }];
    }),
  );
}

function breachesOf(rule: PolicyRule, subject: PolicySubject): readonly Breach[] {
  switch (rule.check.kind) {
    case 'images':
      return imageBreaches(rule.check.from, rule, subject);
    case 'instruction':
      return instructionBreaches(rule, subject);
    case 'text':
      return textBreaches(rule, subject);
    default:
      return valueBreaches(rule, subject);
  }
}

/**
 * Every breach of a policy by files, rendered or as they are on disk: one diagnostic each (DRK2009), with the rule's
 * id and the line. A rule about files that there are none of is kept.
 */
export function policyProblems(policy: Policy, subjects: readonly PolicySubject[]): readonly Diagnostic[] {
  return policy.rules.flatMap((rule) => {
    const isMeant = picomatch([...rule.files], { dot: true });
    return subjects
      .filter(({ path }) => isMeant(path))
      .flatMap((subject) =>
        breachesOf(rule, subject).map(({ line, message }) => ({
          code: 'DRK2009' as const,
          severity: rule.severity,
          detail: `rule ${rule.id} (${rule.title}): ${message}`,
          ...(rule.remedy === undefined ? {} : { hint: rule.remedy }),
          at: { file: subject.path, line },
        })),
      );
  });
}

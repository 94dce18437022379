import type { Diagnostic } from '../errors/diagnostic.ts';
import { parseReference } from './reference.ts';
import type { BuildRequest } from './request.ts';

/** `NAME:GITSHA` and `NAME:latest`, or only `latest` without git; the user's own tags instead where there are any. */
export function tagsOf(request: BuildRequest): readonly string[] {
  const { options, image, source } = request;
  if (options.tags.length > 0) return [...new Set(options.tags.map(withTag))];
  if (source.short === null) return [`${image}:latest`];
  return [`${image}:${source.short}${source.dirty ? '-dirty' : ''}`, `${image}:latest`];
}

/** What is wrong with the tags: not a reference, or no registry to push to. */
export function tagProblems(tags: readonly string[], push: boolean): readonly Diagnostic[] {
  const problems: Diagnostic[] = [];
  for (const tag of tags) {
    const parsed = parseReference(tag);
    if (parsed === undefined) {
      problems.push({
        code: 'DRK4001',
        severity: 'error',
        detail: `${JSON.stringify(tag)} is no image reference`,
        hint: 'Write [REGISTRY/]NAME[:TAG] with a lower-case name: registry.example/team/web:1.2.',
      });
    } else if (push && parsed.registry === null) {
      problems.push({
        code: 'DRK4001',
        severity: 'error',
        detail: `${tag} names no registry to push to`,
        hint: `Give the whole reference: --tag registry.example/${tag}, or docker.io/ACCOUNT/${tag} for Docker Hub.`,
      });
    }
  }
  return problems;
}

function withTag(reference: string): string {
  return parseReference(reference)?.tag === null ? `${reference}:latest` : reference;
}

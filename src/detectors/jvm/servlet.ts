import { DATA } from '../data.generated.ts';
import type { JvmProject } from './project.ts';
import type { JvmSource } from './sources.ts';

/** The namespace of servlets that the code is written for, and the line of Tomcat that speaks it. */
export interface ServletNeeds {
  readonly namespace: 'javax' | 'jakarta';
  readonly tomcat: string;
}

const IMPORTED = /^(javax|jakarta)\.(servlet|ws\.rs|faces|websocket)\b/;

function namespaceOf(project: JvmProject, sources: readonly JvmSource[]): ServletNeeds['namespace'] {
  const inCode = sources.flatMap(({ imports }) => imports).find((name) => IMPORTED.test(name));
  if (inCode !== undefined) return inCode.startsWith('jakarta.') ? 'jakarta' : 'javax';
  const named = project.dependencies.find(
    ({ group }) => /^(javax|jakarta)\.(servlet|platform)/.test(group) || group === 'javax',
  );
  if (named === undefined) return 'jakarta';
  const major = Number.parseInt(named.version ?? '9', 10) || 9;
  return named.group.startsWith('jakarta') && major >= 5 ? 'jakarta' : 'javax';
}

/** Servlet 6.1 is part of Jakarta EE 11. */
function isLatest({ dependencies }: JvmProject): boolean {
  const versionOf = (wanted: (group: string, artifact: string) => boolean) =>
    (dependencies.find(({ group, artifact }) => wanted(group, artifact))?.version ?? '').split('.').map(Number);
  const [major = 0, minor = 0] = versionOf((_, artifact) => artifact === 'jakarta.servlet-api');
  const [platform = 0] = versionOf((group) => group === 'jakarta.platform');
  return major > 6 || (major === 6 && minor >= 1) || platform >= 11;
}

/** The first line of Tomcat for a version of the servlet API. Source: https://tomcat.apache.org/whichversion.html */
export function servletNeeds(project: JvmProject, sources: readonly JvmSource[]): ServletNeeds {
  const namespace = namespaceOf(project, sources);
  const { javax, jakarta, jakarta11 } = DATA.jvm.tomcat;
  return { namespace, tomcat: namespace === 'javax' ? javax : isLatest(project) ? jakarta11 : jakarta };
}

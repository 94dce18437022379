/**
 * The names that `ARG` instructions of a Dockerfile declare, in any stage. Comments, continued lines, the `escape`
 * directive and here-documents are respected; what cannot be read declares nothing.
 * Source: https://docs.docker.com/reference/dockerfile/
 */
export function declaredArgs(dockerfile: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const line of logicalLines(dockerfile)) {
    const rest = /^\s*ARG\s+(.*)$/is.exec(line)?.[1];
    if (rest === undefined) continue;
    for (const word of rest.match(/(?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])+/gs) ?? []) {
      const name = /^[A-Za-z_]\w*/.exec(word)?.[0];
      if (name !== undefined && /^(?:=|$)/.test(word.slice(name.length))) names.add(name);
    }
  }
  return names;
}

function* logicalLines(dockerfile: string): Generator<string> {
  const continuation = /^(?:#.*\n)*#\s*escape\s*=\s*`/i.test(dockerfile) ? '`' : '\\';
  let pending = '';
  let awaited: string[] = [];
  for (const line of dockerfile.split(/\r?\n/)) {
    if (awaited.length > 0) {
      if (line.replace(/^\t+/, '') === awaited[0]) awaited = awaited.slice(1);
      continue;
    }
    if (/^\s*#/.test(line) || (pending !== '' && line.trim() === '')) continue;
    const text = line.trimEnd();
    if (text.endsWith(continuation)) {
      pending += `${text.slice(0, -1)} `;
      continue;
    }
    const whole = pending + text;
    pending = '';
    awaited = hereDocuments(whole);
    yield whole;
  }
  if (pending !== '') yield pending;
}

function hereDocuments(instruction: string): string[] {
  if (!/^\s*(?:RUN|COPY|ADD)\s/i.test(instruction)) return [];
  return [...instruction.matchAll(/(?:^|\s)\d*<<-?(["']?)([A-Za-z_]\w*)\1/g)].map((match) => match[2] ?? '');
}

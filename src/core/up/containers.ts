/** One published port of a running service. */
export interface Published {
  readonly service: string;
  readonly port: number;
  readonly target: number;
}

interface Row {
  readonly Service?: unknown;
  readonly Publishers?: unknown;
}

interface Publisher {
  readonly PublishedPort?: unknown;
  readonly TargetPort?: unknown;
}

/** The documents that `compose ps --format json` prints: one a line, or a list (older versions). */
function rows(printed: string): readonly Row[] {
  const lines = printed.split('\n').filter((line) => line.trim() !== '');
  return lines.flatMap((line) => {
    const value: unknown = JSON.parse(line);
    return (Array.isArray(value) ? value : [value]) as readonly Row[];
  });
}

/** The published ports of a project's services, by service; throws a SyntaxError when Compose printed something else. */
export function publishedPorts(printed: string): readonly Published[] {
  const found = rows(printed).flatMap(({ Service: service, Publishers: publishers }) => {
    const list = Array.isArray(publishers) ? (publishers as readonly Publisher[]) : [];
    return list.flatMap(({ PublishedPort: port, TargetPort: target }) =>
      typeof service === 'string' && typeof port === 'number' && port > 0 && typeof target === 'number'
        ? [{ service, port, target }]
        : [],
    );
  });
  const unique = new Map(found.map((one) => [`${one.service} ${one.port}`, one]));
  return [...unique.values()].sort((a, b) =>
    a.service < b.service ? -1 : a.service > b.service ? 1 : a.port - b.port,
  );
}

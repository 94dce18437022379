import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { DATA } from '../data.generated.ts';
import { clojureListens } from './clojure-server.ts';
import { type Call, importsFrom, type JvmSource, jvmSources } from './sources.ts';
import { isSign, type Token } from './tokens.ts';
import { hostIn, portIn } from './values.ts';

/** A port in the code, and the environment variable that sets it. */
export interface Listen {
  readonly port: number | null;
  readonly variable: string | null;
  readonly host: string | null;
  readonly file: RelPath;
  readonly line: number;
}

interface Row {
  readonly call: string;
  /** What the arguments are, where there is one, and where there are more. */
  readonly one?: readonly string[];
  readonly more?: readonly string[];
  /** A package of which the file must import something. */
  readonly near?: string;
}

const ROWS: readonly Row[] = DATA.jvm.listens;

/** The argument with this role: by its name, as Kotlin and Scala allow, else by its place. */
function argument({ args }: Call, row: Row, role: string): readonly Token[] | undefined {
  const named = args.find(([name, sign]) => name?.text === role && isSign(sign, '='));
  if (named !== undefined) return named.slice(2);
  const roles = (args.length > 1 ? row.more : row.one) ?? row.one ?? row.more ?? [];
  const at = roles.indexOf(role);
  return at < 0 ? undefined : args[at];
}

/** A client's address is no place where this program listens. */
function isClient(source: JvmSource, call: Call): boolean {
  return source.calls.some(({ name, start, end }) => name === 'connect' && start < call.start && call.end < end);
}

function listenOf(scope: Scope, source: JvmSource, call: Call): Listen | undefined {
  const row = ROWS.find(
    (one) => one.call === call.name && !call.isAnnotation && (one.near === undefined || importsFrom(source, one.near)),
  );
  if (row === undefined || isClient(source, call)) return undefined;
  const port = portIn(scope, source, argument(call, row, 'port') ?? []);
  const host = hostIn(source, argument(call, row, 'host') ?? []);
  if (port.port === null && port.variable === null && host === null) return undefined;
  return { ...port, host, file: source.path, line: call.line };
}

/** Where the sources listen for connections, and calls that only name the host; those with a port first. */
export function listens(scope: Scope): readonly Listen[] {
  const found = jvmSources(scope).flatMap((source) =>
    source.calls.map((call) => listenOf(scope, source, call)).filter((one) => one !== undefined),
  );
  found.push(...clojureListens(scope));
  const hasPort = ({ port, variable }: Listen) => port !== null || variable !== null;
  return [...found.filter(hasPort), ...found.filter((one) => !hasPort(one))];
}

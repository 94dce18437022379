import { type Claim, defineDetector, type Notice } from '../../core/model/detector.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { bindArguments } from '../go/commands.ts';
import { type GoComponent, goComponent } from '../go/component.ts';
import { kindOf } from '../go/kind.ts';
import { frameworkOf, type Listen, listens } from '../go/listen.ts';

type Told = Claim<'application'> | Notice;

const LOCAL = /^(localhost|127\.0\.0\.1|::1)$/;

/** The port of beego's own settings file. Source: https://github.com/beego/beedoc */
function beegoPort(
  scope: Scope,
  component: GoComponent,
): { readonly port: number; readonly file: string; readonly line: number } | undefined {
  if (frameworkOf(component)?.name !== 'beego') return undefined;
  const file = scope.nearest('conf/app.conf');
  const lines = (file && scope.text(file)?.text.split('\n')) ?? [];
  for (const [index, line] of lines.entries()) {
    const port = Number(/^\s*httpport\s*=\s*(?:"?\$\{\w+\|\|)?(\d{2,5})/i.exec(line)?.[1]);
    if (file !== undefined && port > 0 && port < 65536) return { port, file, line: index + 1 };
  }
  return undefined;
}

function* boundTo({ file, line, address }: Listen, component: GoComponent): Iterable<Told> {
  if (address === undefined) return;
  const { host, hostVariable, addressVariable, port } = address;
  const isLocal = LOCAL.test(host ?? '');
  if (addressVariable !== null && (isLocal || address.port === null)) {
    const value = { [addressVariable]: `0.0.0.0:${port ?? 8080}` };
    const because = `the address comes from ${addressVariable}`;
    yield { field: 'app.bindEnv', value, file, line, confidence: 'source', because };
    return;
  }
  if (!isLocal) return;
  if (hostVariable !== null) {
    const because = `the host comes from ${hostVariable}, and its default is ${host}`;
    yield { field: 'app.bindEnv', value: { [hostVariable]: '0.0.0.0' }, file, line, confidence: 'source', because };
    return;
  }
  if (bindArguments(component) !== undefined) return;
  const detail = `The server binds to ${host} only`;
  yield { diagnostic: { code: 'DRK1106', severity: 'warning', detail, at: { file, line } } };
}

function* portOf({ file, line, address, habit }: Listen): Iterable<Told> {
  const variable = address?.portVariable ?? habit?.variable ?? null;
  if (address?.port !== null && address?.port !== undefined) {
    const because =
      variable === null ? 'the listen call names it' : `the listen call falls back to it when ${variable} is not set`;
    yield { field: 'app.port', value: address.port, file, line, confidence: 'source', because };
  } else if (habit !== null) {
    yield {
      field: 'app.port',
      value: habit.port,
      file,
      line,
      confidence: 'convention',
      because: 'the framework’s own default',
    };
  } else {
    const because =
      variable === null
        ? 'the code does not show which port it is'
        : `${variable} has no default, so that the image sets one`;
    yield { field: 'app.port', value: 8080, file, line, confidence: 'guess', because };
  }
  if (variable !== null) {
    yield {
      field: 'app.portVariable',
      value: variable,
      file,
      line,
      confidence: 'source',
      because: 'the listen call reads it',
    };
  }
}

/** The port, its variable and the bind address of a Go server. */
export const goListen = defineDetector({
  id: 'go-listen',
  layer: 'application',
  title: 'Port and bind address of a Go server',
  docs: 'https://pkg.go.dev/net#Listen',
  when: { nearestFile: ['go.mod', 'main.go'] },
  *detect(scope, known): Iterable<Told> {
    const component = goComponent(scope, known);
    if (component === undefined || kindOf(component).kind !== 'web') return;
    const beego = beegoPort(scope, component);
    if (beego !== undefined) {
      const { port, file, line } = beego;
      yield {
        field: 'app.port',
        value: port,
        file: file as Listen['file'],
        line,
        confidence: 'config',
        because: 'httpport in app.conf',
      };
    }
    const [first, ...others] = listens(component);
    if (first === undefined) return;
    yield* portOf(first);
    for (const { address, file, line } of others) {
      const port = address?.port ?? null;
      if (port === null || port === first.address?.port) continue;
      yield {
        field: 'app.port',
        value: port,
        file,
        line,
        confidence: 'guess',
        because: 'a further server of the same process',
      };
    }
    yield* boundTo(first, component);
  },
});

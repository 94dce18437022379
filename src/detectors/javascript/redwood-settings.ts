import type { Claim } from '../../core/model/detector.ts';
import type { RedwoodProject } from '../node/redwood-project.ts';
import { portIn } from './redwood-server.ts';

type Told = Iterable<Claim<'application'>>;

/** The port of the web side, which the other is reached through. */
export function* portClaims({ file, settings }: RedwoodProject): Told {
  const { port, variable } = portIn(settings?.get('web', 'port'));
  const line = settings?.lineOf('web', 'port') ?? null;
  const because = port === null ? '8910 is the default of the web side' : 'it sets the port of the web side';
  yield {
    field: 'app.port',
    value: port ?? 8910,
    file,
    line,
    confidence: port === null ? 'convention' : 'config',
    because,
  };
  const reads = 'the server of the web side reads it';
  yield {
    field: 'app.portVariable',
    value: variable ?? 'REDWOOD_WEB_PORT',
    file,
    line,
    confidence: 'config',
    because: reads,
  };
  yield {
    field: 'app.bindEnv',
    value: { REDWOOD_WEB_HOST: '0.0.0.0' },
    file,
    line: null,
    confidence: 'convention',
    because: reads,
  };
}

/** Variables that the build writes into the files of the web side. */
export function* publicVariables({ file, settings }: RedwoodProject): Told {
  const listed = settings?.get('web', 'includeEnvironmentVariables');
  const line = settings?.lineOf('web', 'includeEnvironmentVariables') ?? null;
  const names = (Array.isArray(listed) ? listed : []).filter(
    (one) => typeof one === 'string' && /^[A-Za-z_]\w*$/.test(one),
  );
  for (const name of names as readonly string[]) {
    const value = [{ name, required: false, default: null, scope: 'build-public', sensitive: false } as const];
    yield {
      field: 'app.env',
      value,
      file,
      line,
      confidence: 'config',
      because: 'the web side is built with its value',
    };
  }
}

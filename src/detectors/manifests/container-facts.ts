import type { Claim } from '../../core/model/detector.ts';
import type { Argv, EnvVar } from '../../core/model/facts.ts';
import { listOf, mapOf } from '../application/compose-values.ts';
import { isPlatformVariable, isSensitive, scopeOfVariable } from '../javascript/env-names.ts';
import type { Keys, Placed } from './workloads.ts';

function variableOf(entry: unknown): EnvVar | undefined {
  const { name, value, valueFrom } = mapOf(entry);
  if (typeof name !== 'string' || isPlatformVariable(name)) return undefined;
  const scope = scopeOfVariable(name);
  const { secretKeyRef } = mapOf(valueFrom);
  const sensitive = secretKeyRef !== undefined || isSensitive(name, scope);
  const text = typeof value === 'string' && !sensitive ? value : null;
  const required = secretKeyRef !== undefined && mapOf(secretKeyRef).optional !== true;
  return { name, required, default: text, scope, sensitive };
}

/** The path that a probe asks, where it asks over HTTP. */
function probed(placed: Placed): readonly [path: string, keys: Keys] | undefined {
  const { doc } = placed.workload;
  for (const probe of ['readinessProbe', 'livenessProbe']) {
    const keys = [...placed.container.keys, probe, 'httpGet', 'path'];
    const path = doc.get(...keys);
    if (typeof path === 'string' && /^\/[\w./-]*$/.test(path)) return [path, keys];
  }
  return undefined;
}

/** What one container says of the component that it runs. */
export function* fromContainer(placed: Placed): Iterable<Claim<'application'>> {
  const { workload, container } = placed;
  const { doc, file } = workload;
  const because = `the ${workload.kind} ${workload.name} says so`;
  const at = (...keys: Keys) => ({ file, line: doc.lineOf(...container.keys, ...keys), because });
  const port = doc.get(...container.keys, 'ports', 0, 'containerPort');
  if (typeof port === 'number' && Number.isInteger(port) && port > 0 && port < 65536)
    yield { field: 'app.port', value: port, ...at('ports', 0, 'containerPort'), confidence: 'manifest' };
  const health = probed(placed);
  if (health !== undefined)
    yield {
      field: 'app.health',
      value: health[0],
      file,
      line: doc.lineOf(...health[1]),
      because,
      confidence: 'manifest',
    };
  const words = ['command', 'args'].flatMap((key) => listOf(doc.get(...container.keys, key)));
  const [program, ...args] = words.filter((word): word is string => typeof word === 'string');
  const isWhole = program !== undefined && args.length + 1 === words.length && !words.join('').includes('$(');
  if (isWhole && doc.get(...container.keys, 'command') !== undefined) {
    const value: Argv = [program, ...args];
    yield { field: 'app.start', value, ...at('command'), confidence: 'config' };
  }
  for (const [index, entry] of listOf(doc.get(...container.keys, 'env')).entries()) {
    const variable = variableOf(entry);
    if (variable !== undefined)
      yield { field: 'app.env', value: [variable], ...at('env', index, 'name'), confidence: 'convention' };
  }
}

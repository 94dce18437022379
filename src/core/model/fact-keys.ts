import type { FactKey } from './facts.ts';

/** Every fact, by layer; a compile error here means that {@link FactKey} has grown. */
const KEYS = {
  'app.name': true,
  'app.version': true,
  'app.repository': true,
  'app.license': true,
  'app.kind': true,
  'app.schedule': true,
  'app.refusal': true,
  'app.framework': true,
  'app.port': true,
  'app.portVariable': true,
  'app.bindEnv': true,
  'app.start': true,
  'app.build': true,
  'app.test': true,
  'app.health': true,
  'app.output': true,
  'app.spaFallback': true,
  'app.handlesSigterm': true,
  'app.processes': true,
  'app.env': true,
  'app.services': true,
  'app.files': true,
  'app.writable': true,
  'runtime.language': true,
  'runtime.version': true,
  'runtime.packageManager': true,
  'runtime.install': true,
  'runtime.workspace': true,
  'runtime.installFiles': true,
  'system.packages': true,
  'system.dependencies': true,
  'system.user': true,
  'system.buildImage': true,
  'system.runImage': true,
} as const satisfies Record<FactKey, true>;

/** Every fact's key. */
export const FACT_KEYS = Object.keys(KEYS) as readonly FactKey[];

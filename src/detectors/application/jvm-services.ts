import { type Claim, defineDetector, type Notice } from '../../core/model/detector.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { DATA } from '../data.generated.ts';
import { jvmComponent } from '../jvm/component.ts';
import { allSettings } from '../jvm/env-settings.ts';
import { dependencyOf, type JvmProject } from '../jvm/project.ts';
import { settingsOf } from '../jvm/settings.ts';
import { JVM_TRIGGER } from '../jvm/trigger.ts';

type Told = Claim<'application'> | Notice;

function* byDependency(project: JvmProject, seen: Set<string>): Iterable<Told> {
  for (const [kind, artifacts] of Object.entries(DATA.jvm.services)) {
    const via = dependencyOf(project, artifacts);
    if (via === undefined) continue;
    seen.add(kind);
    const { file, line, artifact } = via;
    const value = [{ kind, via: artifact }];
    yield { field: 'app.services', value, file, line, confidence: 'manifest', because: `it depends on ${artifact}` };
  }
}

/** The scheme of an address, `jdbc:` and `r2dbc:` left out. */
function schemeOf(text: string): string | undefined {
  return /(?:^|[:`"])(?:jdbc:|r2dbc:(?:pool:)?)?([a-z][a-z0-9+]*):(?:\/\/|thin:)/.exec(text)?.[1];
}

function* byAddress(scope: Scope, seen: Set<string>): Iterable<Told> {
  const schemes: Readonly<Record<string, string>> = DATA.jvm.schemes;
  for (const { value: text, file, line } of allSettings(scope)) {
    const scheme = schemeOf(text);
    const kind = scheme === undefined || !Object.hasOwn(schemes, scheme) ? undefined : schemes[scheme];
    if (scheme === undefined || kind === undefined || seen.has(kind)) continue;
    seen.add(kind);
    const because = `the configuration has an address of ${scheme}`;
    yield { field: 'app.services', value: [{ kind, via: scheme }], file, line, confidence: 'config', because };
  }
}

/** Flyway and Liquibase migrate when the application starts, unless a setting says otherwise. */
function* migrations(scope: Scope, project: JvmProject): Iterable<Told> {
  for (const { tool, artifacts, off, on } of DATA.jvm.migrations) {
    const via = dependencyOf(project, artifacts);
    if (via === undefined) continue;
    const settings = settingsOf(scope);
    const isQuarkus = via.artifact.startsWith('quarkus-');
    if (settings.get(off)?.value === 'false' || (isQuarkus && settings.get(on)?.value !== 'true')) continue;
    const detail = `${tool} migrates the database when the application starts: each new pod waits for it, and its user must be allowed to change the schema`;
    const hint = `To migrate in a job of its own before a rollout, set ${off}=false for the server.`;
    const at = { file: via.file, line: via.line };
    yield { diagnostic: { code: 'DRK1108', severity: 'info', detail, at, hint } };
  }
}

/** Backing services by the libraries that talk to them and by addresses in the configuration. */
export const jvmServices = defineDetector({
  id: 'jvm-services',
  layer: 'application',
  title: 'Backing services and migrations of a JVM application',
  docs: 'https://docs.spring.io/spring-boot/reference/data/sql.html',
  when: JVM_TRIGGER,
  *detect(scope, known): Iterable<Told> {
    const project = jvmComponent(scope, known);
    if (project === undefined) return;
    const seen = new Set<string>();
    yield* byDependency(project, seen);
    yield* byAddress(scope, seen);
    yield* migrations(scope, project);
  },
});

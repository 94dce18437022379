import { CATALOG } from '../errors/catalog.ts';
import type { Diagnostic } from '../errors/diagnostic.ts';
import type { Component, Detection } from '../model/app-model.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Command, Facts } from '../model/facts.ts';
import { type RelPath, relativeTo } from '../model/paths.ts';
import type { LoadedRigging } from '../model/rigging.ts';
import { matching } from '../rigging/plan.ts';
import { isMerged } from './resolve.ts';

/** A diagnostic as the command line's JSON shows it. */
export interface DiagnosticJson {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly hint: string;
}

/** Turns a diagnostic into its public form. */
export function diagnosticJson({ code, severity, detail, at, hint }: Diagnostic): DiagnosticJson {
  return {
    code,
    severity,
    message: detail,
    file: at?.file ?? null,
    line: at?.line ?? null,
    hint: hint ?? CATALOG[code].hint,
  };
}

/** The value of a fact as people know it: a version as its text, a manager by its name. */
export function shownValue({ field, value }: Pick<Evidence, 'field' | 'value'>): unknown {
  if (field === 'runtime.version') return (value as Facts['runtime.version']).resolved;
  if (field === 'runtime.packageManager') return (value as Facts['runtime.packageManager']).id;
  return value;
}

function commandJson(command: Command | undefined): Command | null {
  return command ?? null;
}

function evidenceJson(component: Component): readonly unknown[] {
  return component.decisions.flatMap((decision) => {
    const all: readonly Evidence[] = [decision.chosen, ...decision.others] as readonly Evidence[];
    const merges = isMerged(decision.field);
    return all.map((evidence, index) => ({
      field: evidence.field,
      value: shownValue(evidence),
      file: evidence.file,
      line: evidence.line,
      confidence: evidence.confidence,
      chosen: index === 0 || merges,
      because: evidence.because,
    }));
  });
}

/** The folder of the output as the component sees it, where it lies outside of it. */
function outsideOf(dir: RelPath, built: RelPath | undefined): string | null {
  return built === undefined ? null : relativeTo(built, dir);
}

function applicationJson({ dir, facts }: Pick<Component, 'dir' | 'facts'>): Readonly<Record<string, unknown>> {
  return {
    kind: facts['app.kind'] ?? null,
    framework: facts['app.framework'] ?? null,
    port: facts['app.port'] ?? null,
    healthPath: facts['app.health'] ?? null,
    buildCommand: commandJson(facts['app.build']),
    startCommand: facts['app.kind'] === 'static' ? null : commandJson(facts['app.start']),
    testCommand: commandJson(facts['app.test']),
    outputDir: facts['app.output'] ?? outsideOf(dir, facts['app.builtInto']),
    processes: facts['app.processes'] ?? [],
    env: (facts['app.env'] ?? []).map(({ name, required, default: value, scope, sensitive }) => ({
      name,
      required,
      default: value,
      scope,
      sensitive,
    })),
    services: facts['app.services'] ?? [],
  };
}

function runtimeJson(component: Component): Readonly<Record<string, unknown>> {
  const { facts } = component;
  const source = component.decisions.find(({ field }) => field === 'runtime.version')?.chosen;
  const manager = facts['runtime.packageManager'];
  return {
    language: facts['runtime.language'] ?? (facts['app.kind'] === 'static' ? 'static' : null),
    version: facts['runtime.version']?.resolved ?? null,
    versionSource: source?.file === undefined || source.file === null ? null : { file: source.file, line: source.line },
    packageManager:
      manager === undefined ? null : { name: manager.id, version: manager.version, lockfile: manager.lockfile },
  };
}

function systemJson(facts: Readonly<Partial<Facts>>): Readonly<Record<string, unknown>> {
  const packages = facts['system.packages'] ?? [];
  const names = (stage: string) => packages.filter((one) => one.stage === stage).map(({ name }) => name);
  return {
    buildImage: facts['system.buildImage'] ?? null,
    runImage: facts['system.runImage'] ?? null,
    packages: { build: names('build'), run: names('run') },
  };
}

/** What is built for a component by another language's tools; no key where there is nothing. */
function frontEndsJson({ frontEnds }: Component): Readonly<Record<string, unknown>> {
  if (frontEnds === undefined) return {};
  return {
    frontEnds: frontEnds.map(({ component, output }) => ({
      path: component.dir,
      outputPath: output,
      framework: component.facts['app.framework'] ?? null,
      buildCommand: commandJson(component.facts['app.build']),
      runtime: runtimeJson(component),
      buildImage: component.facts['system.buildImage'] ?? null,
      evidence: evidenceJson(component),
    })),
  };
}

/** One component as `detect --json` and `init --json` show it. */
export function componentJson(
  component: Component,
  riggings: readonly Pick<LoadedRigging, 'manifest'>[],
): Readonly<Record<string, unknown>> {
  return {
    name: component.name,
    path: component.dir,
    application: applicationJson(component),
    runtime: runtimeJson(component),
    system: systemJson(component.facts),
    ...frontEndsJson(component),
    riggings: matching(riggings, component)
      .filter(({ manifest }) => manifest.default)
      .map(({ manifest }) => manifest.id),
    evidence: evidenceJson(component),
  };
}

/** The document of `derrick detect --json`. */
export function detectionJson(
  detection: Detection,
  riggings: readonly Pick<LoadedRigging, 'manifest'>[],
): Readonly<Record<string, unknown>> {
  const { model, diagnostics } = detection;
  return {
    schemaVersion: 1,
    name: model.name,
    components: model.components.map((component) => componentJson(component, riggings)),
    diagnostics: diagnostics.map(diagnosticJson),
  };
}

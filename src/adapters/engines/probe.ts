import { tmpdir } from 'node:os';
import type { Engine, EngineKind, EngineName } from '../../core/build/engine.ts';
import type { Diagnostic } from '../../core/errors/diagnostic.ts';
import { UserError } from '../../core/errors/user-error.ts';
import type { Argv } from '../../core/model/facts.ts';
import { type ExecResult, type RunStep, runStep } from '../exec.ts';
import { programsOnPath } from '../programs.ts';

/** The machine as a probe sees it; tests hand in another one. */
export interface Host {
  readonly run: RunStep;
  /** Absolute paths of every such program on PATH, in order. */
  readonly programs: (name: string) => readonly string[];
  readonly signal?: AbortSignal;
  /** Variables that say where an engine is. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** The buildx builder that the user named. */
  readonly builder?: string;
}

/** What a probe found. */
export type Probe = { readonly engine: Engine; readonly notes: readonly Diagnostic[] } | Refusal;

/** Why an engine cannot be used: always an error with the cause and what to install or start. */
export interface Refusal {
  readonly refused: Diagnostic;
}

/** One engine: data and one function that really asks it. */
export interface EngineProbe {
  readonly kind: EngineKind;
  readonly name: EngineName;
  probe(host: Host): Promise<Probe>;
}

/** This machine. */
export function localHost(options: { readonly signal?: AbortSignal; readonly builder?: string } = {}): Host {
  return { run: runStep, programs: (name) => programsOnPath(name), environment: process.env, ...options };
}

/**
 * Asks a program something, briefly.
 * @returns the result, or `undefined` when the program went missing meanwhile.
 */
export async function ask(
  host: Host,
  argv: Argv,
  more: { readonly env?: Readonly<Record<string, string>>; readonly stdin?: string } = {},
): Promise<ExecResult | undefined> {
  const options = host.signal === undefined ? {} : { signal: host.signal };
  try {
    return await host.run({ argv, cwd: tmpdir(), timeoutMs: 20_000, ...more }, options);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** Makes a {@link Refusal}. */
export function refuse(code: 'DRK3001' | 'DRK3002' | 'DRK3004', detail: string, hint: string): Refusal {
  return { refused: { code, severity: 'error', detail, hint } };
}

/** The last line that says something, without the client's own prefix. */
export function lastWords(result: ExecResult | undefined): string {
  if (result === undefined) return 'it is gone';
  if (result.timedOut) return 'it did not answer within 20 seconds';
  const lines = result.stderr.split('\n').filter((line) => line.trim() !== '');
  const told = lines.find((line) => /^(?:error|fatal|cannot|permission|got permission)/i.test(line)) ?? lines.at(-1);
  return (told ?? `it ended with exit code ${result.code}`)
    .replace(/^(?:error|fatal)(?: response from daemon)?:\s*/i, '')
    .trim();
}

/** Parses JSON; `undefined` when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Follows keys into a parsed document. */
export function at(document: unknown, ...keys: readonly string[]): unknown {
  let value = document;
  for (const key of keys) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.entries(value).find(([name]) => name === key)?.[1];
  }
  return value;
}

/** The text at a path of keys, if there is one. */
export function textAt(document: unknown, ...keys: readonly string[]): string | undefined {
  const value = at(document, ...keys);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

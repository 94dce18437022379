import type { RelPath } from '../../core/model/paths.ts';
import type { Doc, Scope } from '../../core/workspace/scope.ts';
import { entriesOf, stringOf } from '../node/json-shape.ts';
import { nodeProject } from './node-project.ts';
import { folderBelow } from './site-output.ts';
import { buildUses } from './site-setting.ts';

/** The settings of one project's build. */
export interface Options {
  readonly builder: string;
  get(option: string): unknown;
  lineOf(option: string): number | null;
  /** Where the separate server of older Angular is built to. */
  readonly server: string | undefined;
}

/**
 * The project of angular.json that is an application: the one that the build script names, the default one, the one
 * named like the package, else the first.
 */
export function projectOf(scope: Scope, doc: Doc): string | undefined {
  const applications = [...entriesOf(doc.get('projects')).keys()].filter(
    (name) => doc.get('projects', name, 'projectType') === 'application' && !name.endsWith('-e2e'),
  );
  const named = buildUses(scope, ['ng', 'build']).flatMap(({ args }) => args);
  const wanted = [...named, stringOf(doc.get('defaultProject')), nodeProject(scope)?.manifest.name];
  return wanted.find((name) => name !== undefined && applications.includes(name)) ?? applications[0];
}

/** The settings of a project's build as they count in production: those of the configuration first. */
export function buildOptions(doc: Doc, project: string): Options {
  const key = doc.get('projects', project, 'architect') === undefined ? 'targets' : 'architect';
  const target = ['projects', project, key, 'build'];
  const name = stringOf(doc.get(...target, 'defaultConfiguration')) ?? 'production';
  const places = [
    [...target, 'configurations', name],
    [...target, 'options'],
  ];
  const at = (option: string): readonly string[] | undefined =>
    places.map((place) => [...place, option]).find((keys) => doc.get(...keys) !== undefined);
  return {
    builder: stringOf(doc.get(...target, 'builder')) ?? '',
    get: (option) => doc.get(...(at(option) ?? [...target, 'options', option])),
    lineOf: (option) => doc.lineOf(...(at(option) ?? [])) ?? doc.lineOf('projects', project),
    server: stringOf(doc.get('projects', project, key, 'server', 'options', 'outputPath')),
  };
}

/** The folder of the output: the whole, or what browsers are served. */
export function outputOf(scope: Scope, options: Options, project: string, browser: boolean): RelPath | undefined {
  const value = options.get('outputPath');
  const base = stringOf(value) ?? stringOf(entriesOf(value).get('base')) ?? `dist/${project}`;
  const folder = stringOf(entriesOf(value).get('browser')) ?? (entriesOf(value).has('browser') ? '' : 'browser');
  return folderBelow(scope, base, browser ? folder : '');
}

/** The folder of the server below the output. */
export function serverFolder(options: Options): string {
  const value = entriesOf(options.get('outputPath')).get('server');
  return typeof value === 'string' ? value : 'server';
}

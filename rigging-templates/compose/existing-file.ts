import type { Component } from '../../src/core/model/app-model.ts';
import { basename, type RelPath } from '../../src/core/model/paths.ts';

/** The names that Compose looks for, its favourite first. Source: https://docs.docker.com/compose/intro/compose-application-model/ */
const NAMES = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];

/**
 * The project's own compose file where detection read one: it is written to (after a yes) rather than given a rival,
 * since Compose warns of two and takes one.
 */
export function existingFile(components: readonly Component[]): RelPath | undefined {
  for (const { decisions } of components) {
    for (const { chosen, others } of decisions) {
      for (const { file } of [chosen, ...others]) {
        if (file !== null && !file.includes('/') && NAMES.includes(basename(file))) return file;
      }
    }
  }
  return undefined;
}

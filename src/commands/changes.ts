import { recover } from '../adapters/write-recover.ts';
import type { State } from '../adapters/write-state.ts';
import { readOnDisk, readState, textAt } from '../adapters/write-state.ts';
import { CONFIG_FILE } from '../core/config/derrick-yaml.ts';
import { extendedConfig, firstConfig } from '../core/config/write-yaml.ts';
import type { Artifact, Orphan, WriteAction } from '../core/model/artifact.ts';
import type { ConflictPolicy, Output } from '../core/model/rigging.ts';
import { compare } from '../core/write/compare.ts';
import { ledgerPaths, orphans } from '../core/write/ledger.ts';
import { settle } from '../core/write/settle.ts';
import { type Survey, unwrap } from './survey.ts';

/** What a run would change, before anything is written. */
export interface Changes {
  readonly state: State;
  readonly actions: readonly WriteAction[];
  readonly orphans: readonly Orphan[];
}

/** derrick.yaml is the user's from the first write on: answers are added to it, and nothing is ever taken away. */
function configAction({ configText, said, detection }: Survey, outputs: readonly Output[]): WriteAction {
  const { model } = detection;
  const content =
    configText === null
      ? extendedConfig(firstConfig(model, outputs), said.entries, model)
      : extendedConfig(configText, said.entries, model);
  const artifact: Artifact = { path: CONFIG_FILE, content, format: 'yaml', executable: false, rigging: 'derrick' };
  if (configText === null) return { kind: 'create', artifact };
  return content === configText
    ? { kind: 'same', artifact, edited: false }
    : { kind: 'refresh', artifact, was: configText };
}

/**
 * Compares the rendered files with those on disk and settles conflicts by `policy`; first completes or takes back
 * what an interrupted run left.
 * @throws {UserError} for a damaged ledger, or a path that crosses a symbolic link.
 */
export function changesFor(
  survey: Survey,
  artifacts: readonly Artifact[],
  outputs: readonly Output[],
  policy: ConflictPolicy,
): Changes {
  const { root } = survey;
  recover(root);
  const state = unwrap(readState(root));
  const disk = readOnDisk(root, [...artifacts.map(({ path }) => path), ...ledgerPaths(state.ledger)]);
  const compared = compare(artifacts, disk, state.ledger, state.pristine);
  const actions = settle(compared, policy, textAt(root));
  const left = orphans(artifacts, state.ledger, disk).filter(({ path }) => path !== CONFIG_FILE);
  return { state, actions: [configAction(survey, outputs), ...actions], orphans: left };
}

/** Settles conflicts with files that are not derrick's by keeping them: nobody can be asked, and nothing may be lost. */
export function keepForeign(root: string, actions: readonly WriteAction[]): readonly WriteAction[] {
  return actions.flatMap((action) =>
    action.kind === 'conflict' && !action.ours ? settle([action], 'keep', textAt(root)) : [action],
  );
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { apply } from '../../src/adapters/write-fs.ts';
import { recover } from '../../src/adapters/write-recover.ts';
import { readOnDisk, readState, textAt } from '../../src/adapters/write-state.ts';
import { UserError } from '../../src/core/errors/user-error.ts';
import type { Artifact, WriteAction } from '../../src/core/model/artifact.ts';
import { relPath } from '../../src/core/model/paths.ts';
import type { ConflictPolicy } from '../../src/core/model/rigging.ts';
import { compare } from '../../src/core/write/compare.ts';
import { EMPTY_LEDGER, parseLedger, serialiseLedger } from '../../src/core/write/ledger.ts';
import { merge } from '../../src/core/write/merge.ts';
import { settle } from '../../src/core/write/settle.ts';
import { dressed, plain } from '../../src/core/write/text.ts';
import { transaction } from '../../src/core/write/transaction.ts';
import { faulty, snapshot } from '../adapters/write-faults.ts';

/** Few different lines, so that they repeat and diffs have a choice; some that trip careless maps. */
const line = fc.constantFrom(
  'RUN a',
  'RUN b',
  'COPY . .',
  '',
  'FROM x',
  '__proto__',
  'constructor',
  '  indented',
  '#é€',
);
const lines = fc.array(line, { maxLength: 12 });
const paths = fc.uniqueArray(
  fc.constantFrom('Dockerfile', 'k8s/a.yaml', 'k8s/b/c.yaml', 'constructor', '.env.example'),
);

/** A hand edit: lines of the user's own, put in or in the place of others. */
const edits = fc.array(fc.record({ at: fc.nat(), drop: fc.nat({ max: 2 }) }), { maxLength: 4 });

interface Edit {
  readonly at: number;
  readonly drop: number;
}

function edited(
  text: readonly string[],
  changes: readonly Edit[],
): { readonly text: string[]; readonly own: string[] } {
  const result = [...text];
  const own: string[] = [];
  for (const [number, { at, drop }] of changes.entries()) {
    own.push(`user-${number}`);
    // Only lines that are not the user's own are dropped.
    const from = at % (result.length + 1);
    const dropped = result.slice(from, from + drop).filter((each) => each.startsWith('user-'));
    result.splice(from, drop, `user-${number}`, ...dropped);
  }
  return { text: result, own };
}

function textOf(all: readonly string[]): string {
  return all.map((each) => `${each}\n`).join('');
}

function artifactsOf(names: readonly string[], contents: readonly (readonly string[])[]): readonly Artifact[] {
  return names.map((name, index) => ({
    path: relPath(name),
    content: textOf(contents[index % contents.length] ?? []),
    format: 'text',
    executable: index === 1,
    rigging: 'image-test',
  }));
}

function actionsFor(root: string, artifacts: readonly Artifact[], policy: ConflictPolicy): readonly WriteAction[] {
  const state = readState(root);
  if (!state.ok) throw new UserError(state.problems);
  const { ledger, pristine } = state.value;
  const onDisk = readOnDisk(
    root,
    artifacts.map(({ path }) => path),
  );
  return settle(compare(artifacts, onDisk, ledger, pristine), policy, textAt(root));
}

/** One run of the command, from reading to writing. */
function run(
  root: string,
  artifacts: readonly Artifact[],
  policy: ConflictPolicy,
  fs?: Parameters<typeof apply>[2],
): void {
  const state = readState(root);
  if (!state.ok) throw new UserError(state.problems);
  const result = transaction(actionsFor(root, artifacts, policy), state.value.ledger, state.value.pristine);
  if (!result.ok) throw new UserError(result.problems);
  apply(root, result.value.writes, fs);
}

function inFolder(action: (root: string) => void): void {
  const root = mkdtempSync(join(tmpdir(), 'derrick-property-'));
  try {
    action(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

describe('merge', () => {
  it('keeps every line of the user, in order, and gives back what only one side changed', () => {
    fc.assert(
      fc.property(lines, lines, edits, (pristine, render, changes) => {
        const { text, own } = edited(pristine, changes);
        const merged = merge(textOf(text), textOf(pristine), textOf(render));
        const left = merged?.text.split('\n').filter((each) => each.startsWith('user-'));
        expect(left).toEqual(text.filter((each) => own.includes(each)));
        expect(merge(textOf(text), textOf(pristine), textOf(pristine))?.text).toBe(textOf(text));
        expect(merge(textOf(pristine), textOf(pristine), textOf(render))?.text).toBe(textOf(render));
      }),
      { numRuns: 500 },
    );
  });
});

describe('text', () => {
  it('goes to LF and back', () => {
    const ends = fc.constantFrom('\n', '\r\n');
    fc.assert(
      fc.property(lines, ends, fc.boolean(), (all, end, mark) => {
        const text = `${mark ? '\uFEFF' : ''}${all.map((each) => each + end).join('')}`;
        expect(dressed(plain(text), text)).toBe(text);
        expect(plain(text)).toBe(textOf(all));
      }),
    );
  });
});

describe('the ledger', () => {
  it('goes through its text, and hostile text never throws', () => {
    fc.assert(
      fc.property(fc.anything(), fc.string(), (value, text) => {
        parseLedger(text);
        parseLedger(JSON.stringify({ schema: 1, files: value }) ?? '');
      }),
    );
    expect(parseLedger(serialiseLedger(EMPTY_LEDGER))).toMatchObject({ ok: true, value: EMPTY_LEDGER });
  });
});

describe('a run', () => {
  it('is followed by one with nothing to do', () => {
    fc.assert(
      fc.property(paths, fc.array(lines, { minLength: 1 }), (names, contents) => {
        inFolder((root) => {
          const artifacts = artifactsOf(names, contents);
          run(root, artifacts, 'fail');
          const after = snapshot(root);
          expect(actionsFor(root, artifacts, 'fail').every(({ kind }) => kind === 'same')).toBe(true);
          run(root, artifacts, 'fail');
          expect(snapshot(root)).toEqual(after);
        });
      }),
      { numRuns: 30 },
    );
  });

  it('never loses a line of the user, nor the line ends, unless told to overwrite', () => {
    const policies = fc.constantFrom<ConflictPolicy>('merge', 'keep', 'beside', 'fail');
    const renders = fc.array(lines, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(
        lines,
        renders,
        edits,
        policies,
        fc.boolean(),
        fc.boolean(),
        (first, later, changes, policy, ours, crlf) => {
          inFolder((root) => {
            if (ours) run(root, artifactsOf(['Dockerfile'], [first]), 'fail');
            const { text, own } = edited(first, changes);
            const end = crlf ? '\r\n' : '\n';
            writeFileSync(join(root, 'Dockerfile'), text.map((each) => each + end).join(''));
            for (const render of later) {
              const artifacts = artifactsOf(['Dockerfile'], [render]);
              try {
                run(root, artifacts, policy);
              } catch (error) {
                if (!(error instanceof UserError) || policy !== 'fail') throw error;
              }
              const now = readOnDisk(root, [relPath('Dockerfile')]).get(relPath('Dockerfile'))?.content ?? '';
              expect(now.split(end).filter((each) => each.startsWith('user-'))).toEqual(
                text.filter((each) => own.includes(each)),
              );
              expect(now).not.toMatch(/^(<<<<<<<|=======|>>>>>>>)/m);
              if (crlf && text.length > 0 && own.length > 0) expect(now.replaceAll('\r\n', '')).not.toContain('\n');
              if (ours && policy === 'merge')
                expect(actionsFor(root, artifacts, 'fail')).toMatchObject([{ kind: 'same' }]);
            }
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  it('ends entirely old or entirely new wherever operations begin to fail', () => {
    const failures = fc.record({ from: fc.nat({ max: 250 }), length: fc.constantFrom(1, 2, 5, 1000) });
    fc.assert(
      fc.property(paths, lines, lines, failures, (names, first, second, { from, length }) => {
        inFolder((root) => {
          run(root, artifactsOf(names.slice(1), [first]), 'fail');
          const before = snapshot(root);
          let done = true;
          try {
            run(root, artifactsOf(names, [second]), 'fail', faulty(from, from + length, 'ENOSPC').fs);
          } catch (error) {
            if (!(error instanceof UserError)) throw error;
            done = false;
          }
          recover(root);
          if (!done) expect(snapshot(root)).toEqual(before);
          else
            expect(actionsFor(root, artifactsOf(names, [second]), 'fail').every(({ kind }) => kind === 'same')).toBe(
              true,
            );
        });
      }),
      { numRuns: 60 },
    );
  });
});

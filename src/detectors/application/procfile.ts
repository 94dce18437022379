import { type Claim, defineDetector, type Notice } from '../../core/model/detector.ts';
import type { Command, ProcessSpec } from '../../core/model/facts.ts';
import { dnsLabel } from '../../core/model/names.ts';
import { insideRoot } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { nodeProject } from '../javascript/node-project.ts';
import { procfileLines } from '../javascript/procfile-lines.ts';
import { scriptContext } from '../javascript/script-context.ts';
import { unwrapScript } from '../javascript/unwrap-script.ts';

/** The process behind a line: unwrapped where it calls Node, else as argv, else a line for a shell. */
function commandOf(scope: Scope, text: string): Command {
  const run = unwrapScript(text, scriptContext(scope));
  if (run.kind === 'process' && (run.program === null || nodeProject(scope)?.dependencies.has(run.program) === true))
    return run.command;
  if (/^[\w./@:=,+-]+( [\w./@:=,+-]+)*$/.test(text) && !/^\w+=/.test(text)) {
    const [program = text, ...args] = text.split(' ');
    return [program, ...args];
  }
  return /^\w+=|[;&|]/.test(text) ? text : `exec ${text}`;
}

/**
 * Programs of Heroku's builders that stand for a web server over a folder: the image has a server of its own.
 * Source: https://devcenter.heroku.com/articles/custom-php-settings
 */
const HEROKU_SERVER =
  /^(?:vendor\/bin\/)?heroku-(?:php-)?(?:apache2|nginx|hhvm)\b(?:\s+-\S+(?:\s+\S+)?)*(?:\s+([\w./-]+?)\/?)?$/;

/** Where build tools of the JVM leave archives: an image has them elsewhere, started by what the build tells. */
const BUILT_ARCHIVE = /^(?:exec )?(?:\w+=\S+ )*(?:java\b.*?|sh )?\s?((?:target|build)\/[\w./*-]+)/;

interface Elsewhere {
  readonly path: string;
  readonly isDefault: boolean;
}

/** A line that names an archive of the build; `isDefault` where it does no more than start it. */
function archiveOf(text: string): Elsewhere | undefined {
  const path = BUILT_ARCHIVE.exec(text)?.[1];
  return path === undefined ? undefined : { path, isDefault: /\s-jar\s/.test(text) || !/\bjava\b/.test(text) };
}

/** The processes of a Procfile: `web` starts the component, `release` and the others are processes of the same image. */
export const procfile = defineDetector({
  id: 'procfile',
  layer: 'application',
  title: 'Procfile',
  docs: 'https://devcenter.heroku.com/articles/procfile',
  when: { anyFile: ['Procfile'] },
  *detect(scope): Iterable<Claim<'application'> | Notice> {
    const file = scope.at('Procfile');
    const { lines, main } = procfileLines(scope);
    for (const entry of lines) {
      const { name, line } = entry;
      const served = HEROKU_SERVER.exec(entry.text);
      const archive = archiveOf(entry.text);
      const place = { file, line, confidence: 'pinned' } as const;
      if (/\$\{?PORT\b/.test(entry.text) && entry === main && archive === undefined)
        yield { field: 'app.portVariable', value: 'PORT', ...place, because: 'the Procfile hands the port over in it' };
      if (served !== null) {
        const folder = served[1] === undefined ? undefined : insideRoot(served[1]);
        if (folder !== undefined && entry === main)
          yield { field: 'app.output', value: folder, ...place, because: 'the Procfile serves this folder' };
        continue;
      }
      if (archive !== undefined) {
        if (entry === main && archive.isDefault) continue;
        const detail = `the process ${name} names ${archive.path}, which lies elsewhere in the image: it is left out`;
        const hint = 'Add a Deployment or CronJob of your own with the command as the image has it.';
        yield { diagnostic: { code: 'DRK1108', severity: 'warning', detail, at: { file, line }, hint } };
        continue;
      }
      const command = commandOf(scope, entry.text);
      if (entry === main) {
        yield {
          field: 'app.start',
          value: command,
          file,
          line,
          confidence: 'pinned',
          because: `the Procfile starts ${name} so`,
        };
        continue;
      }
      const value: readonly ProcessSpec[] = [{ name: dnsLabel(name), command }];
      yield {
        field: 'app.processes',
        value,
        file,
        line,
        confidence: 'pinned',
        because: `the Procfile names the process ${name}`,
      };
    }
    if (main !== undefined && main.name !== 'web') {
      yield {
        field: 'app.kind',
        value: 'worker',
        file,
        line: main.line,
        confidence: 'manifest',
        because: 'the Procfile has no web process',
      };
    }
  },
});

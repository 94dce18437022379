import type { Diagnostic } from '../../../src/core/errors/diagnostic.ts';
import { failed, ok } from '../../../src/core/errors/diagnostic.ts';
import { diagnosticLines, exitCodeOf, printable } from '../../../src/core/errors/format.ts';
import { UserError } from '../../../src/core/errors/user-error.ts';
import { relPath } from '../../../src/core/model/paths.ts';

const bare = (_style: string, text: string) => text;
const at = { file: relPath('a/package.json'), line: 7, column: 3 };
const problem = (code: Diagnostic['code'], severity: Diagnostic['severity']): Diagnostic => ({
  code,
  severity,
  detail: 'what',
});

describe('a diagnostic in a terminal', () => {
  it('shows code, place, cause and remedy', () => {
    const lines = diagnosticLines({ code: 'DRK1002', severity: 'error', detail: 'comma expected', at }, bare);
    expect(lines[0]).toBe('error DRK1002 a/package.json:7:3  comma expected');
    expect(lines[1]).toMatch(/^ {2}hint {2}Mend the syntax error/);
  });

  it('prefers its own remedy to that of the catalogue, and leaves out what it does not know', () => {
    const lines = diagnosticLines(
      { ...problem('DRK1002', 'warning'), hint: 'mine', at: { ...at, line: null, column: null } },
      bare,
    );
    expect(lines).toEqual(['warning DRK1002 a/package.json  what', '  hint  mine']);
  });

  it('sends no control character on', () => {
    expect(printable('a\u001b[31mb\u0007c\u009bd\u007f')).toBe('a?[31mb?c?d?');
    expect(printable('tab\tand line\n')).toBe('tab\tand line\n');
  });
});

describe('the exit code of diagnostics', () => {
  it('is that of the first error, and 0 without one', () => {
    expect(exitCodeOf([])).toBe(0);
    expect(exitCodeOf([problem('DRK1105', 'warning'), problem('DRK1001', 'info')])).toBe(0);
    expect(exitCodeOf([problem('DRK1105', 'warning'), problem('DRK2004', 'error'), problem('DRK1001', 'error')])).toBe(
      2,
    );
  });

  it('counts contested evidence only when strict', () => {
    expect(exitCodeOf([problem('DRK1004', 'warning')])).toBe(0);
    expect(exitCodeOf([problem('DRK1004', 'warning')], true)).toBe(3);
    expect(exitCodeOf([problem('DRK1105', 'warning')], true)).toBe(0);
  });
});

describe('results and errors', () => {
  it('carry every problem', () => {
    expect(ok(1)).toEqual({ ok: true, value: 1, warnings: [] });
    expect(failed([problem('DRK1001', 'error')])).toEqual({ ok: false, problems: [problem('DRK1001', 'error')] });
    expect(() => failed([])).toThrow('needs a problem');
    const error = new UserError([problem('DRK1001', 'error'), problem('DRK1002', 'error')]);
    expect({ name: error.name, message: error.message, count: error.problems.length }).toEqual({
      name: 'UserError',
      message: 'what',
      count: 2,
    });
  });
});

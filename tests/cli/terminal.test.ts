import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyOf, derrick, textsOf } from './derrick.ts';
import { itInTerminal, KEYS, onTerminal } from './terminal.ts';

describe('derrick init on a terminal', () => {
  itInTerminal(
    'asks what is contested, and keeps the answer for the next time',
    async () => {
      const dir = copyOf('bad/two-starts');
      const { code, screen } = await onTerminal(
        ['init', dir],
        [
          ['which start is right?', `${KEYS.down}${KEYS.enter}`],
          ['Write these files?', KEYS.enter],
        ],
      );
      expect({ code, screen }).toEqual({ code: 0, screen: expect.stringContaining('create    Dockerfile') });
      expect(readFileSync(join(dir, 'Dockerfile'), 'utf8')).toContain('star-board.js');
      expect(readFileSync(join(dir, 'derrick.yaml'), 'utf8')).toContain('start: node helm/star-board.js');
      const again = await onTerminal(['init', dir], []);
      expect(again.code).toBe(0);
      expect(again.screen).not.toContain('?');
    },
    60_000,
  );

  itInTerminal(
    'asks for a start command that nothing shows',
    async () => {
      const dir = copyOf('bad/no-start');
      const { code } = await onTerminal(
        ['init', dir],
        [
          ['which command starts it?', `node deck/rope.js${KEYS.enter}`],
          ['Write these files?', KEYS.enter],
        ],
      );
      expect(code).toBe(0);
      expect(readFileSync(join(dir, 'Dockerfile'), 'utf8')).toContain('CMD ["node", "deck/rope.js"]');
    },
    60_000,
  );

  itInTerminal(
    'asks about a file in the way, shows the difference, and keeps it',
    async () => {
      const dir = copyOf('apps/http-plain-js');
      writeFileSync(join(dir, 'Jenkinsfile'), '// ours\n');
      const { code, screen } = await onTerminal(
        ['init', dir],
        [
          ['Jenkinsfile was not written by derrick', `${KEYS.down.repeat(3)}${KEYS.enter}`],
          ['-// ours', ''],
          ['Jenkinsfile was not written by derrick', KEYS.enter],
          ['Write these files?', KEYS.enter],
        ],
      );
      expect({ code, screen }).toEqual({ code: 0, screen: expect.stringContaining('kept      Jenkinsfile') });
      expect(readFileSync(join(dir, 'Jenkinsfile'), 'utf8')).toBe('// ours\n');
      expect(readdirSync(dir)).toContain('Dockerfile');
    },
    60_000,
  );

  itInTerminal(
    'left by Ctrl-C: 130, quiet, nothing written',
    async () => {
      const dir = copyOf('bad/two-starts');
      const before = textsOf(dir);
      const { code, screen } = await onTerminal(['init', dir], [['which start is right?', KEYS.interrupt]]);
      expect(code).toBe(130);
      expect(screen).not.toMatch(/bug in derrick|ExitPromptError|\n\s+at /);
      expect(textsOf(dir)).toEqual(before);
    },
    60_000,
  );

  itInTerminal(
    'refused at the last question: nothing written',
    async () => {
      const dir = copyOf('apps/http-plain-js');
      const before = textsOf(dir);
      expect((await onTerminal(['init', dir], [['Write these files?', `n${KEYS.enter}`]])).code).toBe(2);
      expect(textsOf(dir)).toEqual(before);
    },
    60_000,
  );

  itInTerminal(
    'asks nothing with --yes, and shows colours',
    async () => {
      const dir = copyOf('bad/two-starts');
      const { code, screen } = await onTerminal(['init', '--yes', dir], []);
      expect(code).toBe(0);
      expect(screen).not.toContain('which start');
    },
    60_000,
  );
});

describe('derrick init without a terminal', () => {
  it('asks nothing', async () => {
    const { code, stdout, stderr } = await derrick(['init', copyOf('bad/two-starts')]);
    expect(code).toBe(0);
    expect(stdout + stderr).not.toMatch(/\? /);
  });
});

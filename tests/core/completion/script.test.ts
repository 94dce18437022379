import { completionScript, SHELLS } from '../../../src/core/completion/script.ts';

const COMMANDS = [
  {
    name: 'init',
    description: "write: it's [new]",
    flags: [
      { long: '--on-conflict', help: "what's to do: [x]", values: ['keep', 'merge'] },
      { long: '', help: 'short only', values: [] },
    ],
  },
];

describe.each(SHELLS)('the completion script of %s', (shell) => {
  it('names commands, flags and their values, and no flag without a long form', () => {
    const script = completionScript(shell, COMMANDS);
    for (const word of ['init', 'on-conflict', 'keep', 'merge']) expect(script).toContain(word);
    expect(script).not.toContain('short only');
  });
});

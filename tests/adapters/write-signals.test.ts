import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundled } from './write-samples.ts';

describe('holdSignals', () => {
  it('lets the action end, tells of the signal and passes errors on', () => {
    // In a process of its own: inside jest `process` is a copy that gets no signals.
    const bundle = bundled(`
      import { holdSignals } from './src/adapters/write-signals.ts';
      const held = await holdSignals(() => {
        process.kill(process.pid, 'SIGTERM');
        const until = Date.now() + 20;
        while (Date.now() < until);
        return 'done';
      });
      const calm = await holdSignals(async () => 1);
      const error = await holdSignals(() => { throw new Error('no'); }).catch(({ message }) => message);
      const left = ['SIGINT', 'SIGTERM', 'SIGHUP'].map((name) => process.listenerCount(name));
      console.log(JSON.stringify({ held, calm, error, left }));
    `);
    const said = execFileSync(process.execPath, [bundle], { encoding: 'utf8' });
    rmSync(join(bundle, '..'), { recursive: true });
    const held = { value: 'done', signal: 'SIGTERM' };
    expect(JSON.parse(said)).toEqual({ held, calm: { value: 1 }, error: 'no', left: [0, 0, 0] });
  });
});

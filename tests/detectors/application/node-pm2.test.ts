import { look } from './claims.ts';

const MAIN = "require('http').createServer().listen(process.env.PORT || 3000)";
const WORK = 'setInterval(() => console.log(process.env.MAIL_KEY), 1000)';

function started(file: string, text: string, script = `pm2-runtime start ${file} --env production`) {
  return look({
    'package.json': { name: 'a', scripts: { start: script }, dependencies: { pm2: '^6.0.0' } },
    'web/main.js': MAIN,
    'post.js': WORK,
    [file]: text,
  });
}

describe('an ecosystem file of PM2', () => {
  it.each([
    [
      'ecosystem.config.js',
      "const port = 4242;\nmodule.exports = { apps: [{ name: 'web', script: './web/main.js', node_args: '--expose-gc', env: { PORT: 1 }, env_production: { PORT: port } }, { name: 'post office', script: 'post.js' }] };",
    ],
    [
      'ops/pm2.json',
      '{ "apps": [{ "name": "web", "script": "./web/main.js", "node_args": "--expose-gc", "env_production": { "PORT": 4242 } }, { "name": "post office", "script": "post.js" }] }',
    ],
    [
      'process.yml',
      'apps:\n  - name: web\n    script: ./web/main.js\n    node_args: --expose-gc\n    env_production:\n      PORT: 4242\n  - name: post office\n    script: post.js\n',
    ],
  ])('in %s gives the process, its port and the further ones', (file, text) => {
    const { best, claim } = started(file, text);
    expect(best('app.start')).toEqual(['node', '--expose-gc', './web/main.js']);
    expect(best('app.port')).toBe(4242);
    expect(claim('app.processes')).toMatchObject({
      value: [{ name: 'post-office', command: ['node', 'post.js'] }],
      file,
    });
  });

  it('hands the variables of its further processes on', () => {
    const text = "module.exports = { apps: [{ script: 'web/main.js' }, { script: 'post.js' }] };";
    expect(started('ecosystem.config.cjs', text).claim('app.env')).toMatchObject({
      value: [{ name: 'MAIL_KEY', sensitive: true }],
      file: 'post.js',
    });
  });

  it('leaves out what the clock starts, and says so', () => {
    const text =
      "module.exports = { apps: [{ script: 'web/main.js' }, { name: 'n', script: 'post.js', cron_restart: '0 3 * * *' }] };";
    const { diagnostics, claim } = started('ecosystem.config.js', text);
    expect(diagnostics).toMatchObject([{ code: 'DRK1108', at: { file: 'ecosystem.config.js', line: 1 } }]);
    expect(claim('app.processes')).toBeUndefined();
  });

  it('runs nothing of it', () => {
    const { best } = started('ecosystem.config.js', 'module.exports = { apps: [{ script: process.exit(1) }] };');
    expect(best('app.start')).not.toEqual(expect.arrayContaining(['ecosystem.config.js']));
  });
});

import fc from 'fast-check';
import { unwrapScript } from '../../../src/detectors/javascript/unwrap-script.ts';

function run(start: string, scripts: Record<string, string> = {}, production = new Map<string, string>()) {
  return unwrapScript(start, { scripts: new Map(Object.entries(scripts)), production });
}

function commandOf(start: string, scripts: Record<string, string> = {}): unknown {
  const found = run(start, scripts);
  return found.kind === 'process' ? found.command : found.kind;
}

describe('unwrapScript', () => {
  it.each<[string, unknown]>([
    ['node src/api.js', ['node', 'src/api.js']],
    [
      'NODE_ENV=production node --max-old-space-size=512 api.js --flag',
      ['node', '--max-old-space-size=512', 'api.js', '--flag'],
    ],
    ['cross-env PORT=4310 node api.js', ['node', 'api.js']],
    ['dotenv -e .env.local -- node api.js', ['node', 'api.js']],
    ['env-cmd -f .env node api.js', ['node', 'api.js']],
    ['node --env-file=.env api.js', ['node', 'api.js']],
    ['node --env-file .env api.js', ['node', 'api.js']],
    ['node --inspect=9229 api.js', ['node', 'api.js']],
    ['node -r ./tracing.js api.js', ['node', '-r', './tracing.js', 'api.js']],
    ['npx tsx src/api.ts', ['node', '--import', 'tsx', 'src/api.ts']],
    ['ts-node src/api.ts', ['node', '-r', 'ts-node/register', 'src/api.ts']],
    ['sh -c "node api.js"', ['node', 'api.js']],
    ['node -r source-map-support/register .', ['node', '.']],
    ['vite-node src/api.ts', ['node_modules/.bin/vite-node', 'src/api.ts']],
    ['vite-node -w src/api.ts', 'development'],
    ['tsc && node lib/api.js', ['node', 'lib/api.js']],
    ['npm run build && node lib/api.js', ['node', 'lib/api.js']],
    ['pm2-runtime start api.js', ['node', 'api.js']],
    ['pm2-runtime -i max --name web api.js -- --depth 3', ['node', 'api.js', '--depth', '3']],
    ['pm2 start api.js --no-daemon --node-args="--expose-gc"', ['node', '--expose-gc', 'api.js']],
    ['pm2-runtime ecosystem.config.js', 'unknown'],
    ['bun run src/api.ts', ['bun', 'run', 'src/api.ts']],
    ["node 'weigh $tation.js' '--sign=$(id) `id`'", ['node', 'weigh $tation.js', '--sign=$(id) `id`']],
    ['next start', ['node', 'node_modules/next/dist/bin/next', 'start']],
    ['some-server --quiet', ['node_modules/.bin/some-server', '--quiet']],
  ])('%s', (line, command) => {
    expect(commandOf(line)).toEqual(command);
  });

  it.each([
    'npm run serve:all',
    'yarn serve:all',
    'yarn run serve:all',
    'pnpm serve:all',
    'pnpm run serve:all',
    'npm run --silent serve:all',
    'node --run serve:all',
    'rushx serve:all',
  ])('follows %s', (line) => {
    expect(commandOf(line, { 'serve:all': 'node lib/all.js' })).toEqual(['node', 'lib/all.js']);
  });

  it('hands arguments on to the named script', () => {
    expect(commandOf('npm run x -- --depth 3', { x: 'node a.js' })).toEqual(['node', 'a.js', '--depth', '3']);
  });

  it.each([
    'nodemon api.js',
    'ts-node-dev --respawn src/api.ts',
    'tsx watch src/api.ts',
    'node --watch api.js',
    'vite',
    'vite --port 4000',
    'next dev',
    'next',
    'react-scripts start',
    'ng serve',
    'nest start',
    'bun --hot src/api.ts',
    'node ace serve --hmr',
    'concurrently "npm:a" "npm:b"',
    'heft start --clean',
    'rush start --to a',
  ])('rejects %s', (line) => {
    expect(run(line).kind).toBe('development');
  });

  it('remembers the file of a development command', () => {
    expect(run('nodemon --exec "ts-node" src/api.ts')).toMatchObject({ entry: 'src/api.ts' });
  });

  it('knows servers of files', () => {
    expect(run('serve -s out').kind).toBe('files');
    expect(run('vite preview').kind).toBe('files');
  });

  it('takes assignments into the environment', () => {
    const found = run('PORT=${PORT:-4310} LEVEL="very high" node api.js');
    expect(found.kind === 'process' && [...found.env]).toEqual([
      ['PORT', '4310'],
      ['LEVEL', 'very high'],
    ]);
  });

  it('keeps a shell where a variable needs one, with Node in its place', () => {
    expect(commandOf('node api.js --port $HTTP_PORT')).toBe('exec node api.js --port "${HTTP_PORT}"');
  });

  it('keeps a migration before the server', () => {
    expect(commandOf('prisma migrate deploy && node api.js')).toBe(
      'node node_modules/prisma/build/index.js migrate deploy && exec node api.js',
    );
  });

  it.each([
    'node -r ./.pnp.cjs app.js',
    'node --require=./.pnp.cjs --loader ./.pnp.loader.mjs app.js',
    'yarn node --require ./.pnp.cjs app.js',
  ])("leaves the loader of Plug'n'Play out of %s", (line) => {
    expect(unwrapScript(line, { scripts: new Map() })).toMatchObject({ command: ['node', 'app.js'] });
  });

  it('leaves dotenv out where it is not installed at run time', () => {
    expect(commandOf('node -r dotenv/config api.js')).toEqual(['node', 'api.js']);
    const kept = run('node -r dotenv/config api.js', {}, new Map([['dotenv', '16']]));
    expect(kept).toMatchObject({ command: ['node', '-r', 'dotenv/config', 'api.js'] });
  });

  it('ends on scripts that call each other', () => {
    expect(run('npm run a', { a: 'npm run b', b: 'npm run a' }).kind).toBe('unknown');
  });

  it.each([
    'node $(cat entry)',
    'node `cat entry`',
    'node a.js > log',
    'node a.js & node b.js',
    'node a\u0000.js',
    'node ${X:-"; rm"}',
  ])('does not read %j', (line) => {
    expect(run(line).kind).toBe('unknown');
  });

  it('reads nothing of a substitution that no shell knows', () => {
    expect(commandOf('node ${')).toBe('unknown');
    expect(commandOf('node ${}')).toBe('unknown');
  });

  it('never fails, whatever the script holds', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (line, other) => {
        expect(() => run(line, { start: other, x: line })).not.toThrow();
      }),
    );
  });
});

import { procfile } from '../../../src/detectors/application/procfile.ts';
import { run } from '../run-detector.ts';
import { look } from './claims.ts';

describe('procfile', () => {
  it('reads the port of the file that web runs', () => {
    const found = look({
      'package.json': { name: 'a' },
      'run/web.js': 'require("http").createServer().listen(4310)',
      Procfile: 'web: node run/web.js\n',
    });
    expect(found.best('app.port')).toBe(4310);
    expect(found.best('app.kind')).toBe('web');
  });

  it('starts web, and lists the other processes', () => {
    const found = look({
      'package.json': { name: 'a', scripts: { api: 'node lib/api.js' }, dependencies: { express: '5' } },
      'lib/api.js': '',
      Procfile:
        '# processes\nrelease: npm run api -- --migrate\nweb: PORT=$PORT npm run api\nmail_worker: node lib/mail.js\nclock: python clock.py $X\n',
    });
    expect(found.claim('app.start')).toMatchObject({ value: ['node', 'lib/api.js'], line: 3 });
    expect(found.all('app.processes')).toEqual([
      { name: 'release', command: ['node', 'lib/api.js', '--migrate'] },
      { name: 'mail-worker', command: ['node', 'lib/mail.js'] },
      { name: 'clock', command: 'exec python clock.py $X' },
    ]);
  });

  const lines = (text: string) => run(procfile, { Procfile: text });

  it.each([
    ['web: vendor/bin/heroku-php-apache2 public/\n', 'public'],
    ['web: heroku-php-nginx -C nginx.conf htdocs\n', 'htdocs'],
  ])('takes a server of Heroku for the folder that it serves: %j', (text, folder) => {
    expect(lines(text).facts).toEqual({ 'app.output': folder });
  });

  it('leaves archives of the JVM to the build, and says what it leaves out', () => {
    const { facts, diagnostics } = lines(
      'web: java $OPTS -jar target/a.jar --port=$PORT\nclock: java -cp build/libs/a.jar Clock\n',
    );
    expect(facts).toEqual({});
    expect(diagnostics).toMatchObject([{ code: 'DRK1108', at: { file: 'Procfile', line: 2 } }]);
  });

  it('knows the variable of the port', () => {
    expect(lines('web: bin/serve --port $PORT\n').facts).toEqual({
      'app.start': 'exec bin/serve --port "${PORT}"',
      'app.portVariable': 'PORT',
    });
  });
});

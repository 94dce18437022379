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
});

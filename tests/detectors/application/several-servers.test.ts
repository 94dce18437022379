import { look } from './claims.ts';

describe('a project that names no entry', () => {
  it('claims every file that opens a port alike', () => {
    const server = 'require("http").createServer().listen(4801)';
    const files = {
      'package.json': { name: 'a', private: true },
      'helm/port.js': server,
      'helm/star.js': server,
      'test/x.js': server,
    };
    const starts = look(files).claims.filter(({ field }) => field === 'app.start');
    expect(starts.map(({ value, confidence }) => [value, confidence])).toEqual([
      [['node', 'helm/port.js'], 'convention'],
      [['node', 'helm/star.js'], 'convention'],
    ]);
  });

  it('reads variables of single-file components', () => {
    const files = {
      'package.json': { name: 'a', devDependencies: { vite: '6' } },
      'src/A.vue': "const s = import.meta.env.VITE_PIER ?? 'x';",
    };
    expect(look(files).all('app.env')).toMatchObject([{ name: 'VITE_PIER', required: false, scope: 'build-public' }]);
  });
});

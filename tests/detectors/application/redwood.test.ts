import { scopeOf } from '../../../src/core/workspace/from-map.ts';
import { redwood } from '../../../src/detectors/application/redwood.ts';
import { nodeDependencies } from '../../../src/detectors/system/node-dependencies.ts';
import { type Files, look as lookAt } from './claims.ts';

const root = (name: string) => ({
  'package.json': {
    name: 'a',
    private: true,
    workspaces: ['api', 'web'],
    devDependencies: { [`${name}/core`]: '8.9.0' },
  },
  'api/package.json': { name: 'api', dependencies: { [`${name}/api`]: '8.9.0' } },
  'web/package.json': { name: 'web', dependencies: { [`${name}/web`]: '8.9.0' } },
  'api/src/functions/graphql.ts': '',
});

const look = (files: Files, dir = '.') => lookAt(files, {}, [redwood], dir);

describe('RedwoodJS', () => {
  it('serves both sides with one process, on the port of the web side', () => {
    const { best } = look({ ...root('@redwoodjs'), 'redwood.toml': '[web]\n  port = 8930\n' });
    expect(best('app.kind')).toBe('web');
    expect(best('app.start')).toEqual(['node', 'node_modules/@redwoodjs/api-server/dist/bin.js']);
    expect(best('app.port')).toBe(8930);
    expect(best('app.portVariable')).toBe('REDWOOD_WEB_PORT');
    expect(best('app.health')).toBe('/.redwood/functions/graphql/health');
  });

  it('loads a server file of the api side into the server of the web side', () => {
    const files = { 'redwood.toml': '[api]\nport = 8931\n', 'api/src/server.ts': '' };
    expect(look({ ...root('@redwoodjs'), ...files }).best('app.start')).toEqual([
      ...['node', '--import', './api/dist/server.js', 'node_modules/@redwoodjs/web-server/dist/bin.js'],
      ...['--api-proxy-target', 'http://127.0.0.1:8931'],
    ]);
  });

  it('is CedarJS by its packages, with either name of the settings', () => {
    for (const name of ['cedar.toml', 'redwood.toml']) {
      const { best } = look({ ...root('@cedarjs'), [name]: '[web]\nport = "${WHARF:8932}"\n' });
      expect(best('app.framework')).toMatchObject({ name: 'cedar' });
      expect(best('app.port')).toBe(8932);
      expect(best('app.portVariable')).toBe('WHARF');
      expect(best('app.start')).toEqual(['node', 'node_modules/@cedarjs/api-server/dist/bin.js']);
    }
  });

  it('has no health path where the api side is reached under another host, or answers no GraphQL', () => {
    const { 'api/src/functions/graphql.ts': _, ...plain } = root('@redwoodjs');
    const elsewhere = { 'redwood.toml': '[web]\napiUrl = "https://api.example.com"\n' };
    expect(look({ ...root('@redwoodjs'), ...elsewhere }).best('app.health')).toBeUndefined();
    expect(look({ ...plain, 'redwood.toml': '' }).best('app.health')).toBeUndefined();
  });

  it('migrates with the configuration of Prisma where there is one', () => {
    const schema = 'datasource db {\n  provider = "sqlite"\n}\n';
    const files = { 'redwood.toml': '', 'api/db/schema.prisma': schema, 'api/db/migrations/1/migration.sql': '' };
    const commands = (more: Files) =>
      look({ ...root('@redwoodjs'), ...files, ...more }).all('app.processes') as { command: string[] }[];
    expect(commands({})[0]?.command.slice(-2)).toEqual(['--schema', 'api/db/schema.prisma']);
    expect(commands({ 'api/prisma.config.cjs': '' })[0]?.command.slice(-2)).toEqual([
      '--config',
      'api/prisma.config.cjs',
    ]);
  });

  it('has no side that is a component', () => {
    const files = { ...root('@redwoodjs'), 'redwood.toml': '' };
    for (const side of ['api', 'web']) expect(look(files, side).best('app.refusal')).toMatchObject({ kind: 'library' });
  });

  it('is nothing without its settings', () => {
    expect(look(root('@redwoodjs')).best('app.start')).toBeUndefined();
  });
});

describe('the dependencies of RedwoodJS at run time', () => {
  const wanted = (files: Files, processes: { name: string; command: string }[] = []) => {
    const texts = Object.entries(files).map(([path, text]) => [
      path,
      typeof text === 'string' ? text : JSON.stringify(text),
    ]);
    const facts = { 'runtime.language': 'node', 'app.framework': { name: 'redwood' }, 'app.processes': processes };
    const known = { get: (key: string) => facts[key as keyof typeof facts] } as never;
    const [claim] = nodeDependencies.detect(scopeOf(Object.fromEntries(texts)), known);
    return claim !== undefined && 'value' in claim ? claim.value : undefined;
  };
  const serving = {
    ...root('@redwoodjs'),
    'redwood.toml': '',
    'api/package.json': { name: 'api', dependencies: { '@redwoodjs/api-server': '8.9.0' } },
  };

  it('are all where the server is only a tool of the root, or the release needs Prisma', () => {
    expect(wanted({ ...root('@redwoodjs'), 'redwood.toml': '' })).toBe('all');
    expect(wanted(serving, [{ name: 'release', command: 'x' }])).toBe('all');
  });

  it('are those of production where the api side has the server', () => {
    expect(wanted(serving)).toBeUndefined();
  });
});

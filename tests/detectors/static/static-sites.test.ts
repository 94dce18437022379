import { scopeOf } from '../../../src/core/workspace/from-map.ts';
import { siteOf } from '../../../src/detectors/static/sites.ts';
import { plainVersion } from '../../../src/detectors/static/tool-version.ts';

describe('what kind of site a folder is', () => {
  it.each([
    ['plain HTML', { 'index.html': '<p>' }, 'html', '.'],
    ['a public folder', { 'public/index.html': '<p>' }, 'html', 'public'],
    ['a Staticfile', { Staticfile: 'root: out/web\n', 'out/web/index.html': '<p>' }, 'html', 'out/web'],
    [
      'Hugo by its older name',
      { 'config.toml': 'baseURL = "https://a.b"\n', 'content/a.md': '', 'layouts/a.html': '' },
      'hugo',
      'public',
    ],
    [
      'Zola',
      { 'config.toml': 'base_url = "https://a.b"\n', 'content/a.md': '', 'templates/a.html': '' },
      'zola',
      'public',
    ],
    ['Hugo with modules', { 'hugo.toml': '', 'go.mod': 'module a\n', 'go.sum': '' }, 'hugo', 'public'],
    ['MkDocs', { 'mkdocs.yml': 'site_name: a\n', 'requirements.txt': 'mkdocs==1.6.1\n' }, 'mkdocs', 'site'],
    ['mdBook', { 'book.toml': '[book]\n' }, 'mdbook', 'book'],
    ['Jekyll', { '_config.yml': 'title: a\n', Gemfile: "gem 'jekyll'\n" }, 'jekyll', '_site'],
  ])('%s', (_, files, id, output) => {
    expect(siteOf(scopeOf(files as unknown as Record<string, string>))).toMatchObject({ id, output });
  });

  it.each([
    [
      'a Node application',
      { 'index.html': '', 'package.json': '{"dependencies":{"vite":"^7"},"scripts":{"build":"vite build"}}' },
    ],
    ['a PHP application', { 'index.html': '', 'index.php': '' }],
    ['a Go program', { 'index.html': '', 'go.mod': 'module a\n', 'main.go': 'package main' }],
    ['a server file', { 'index.html': '', 'server.js': "require('http')" }],
    ['any config.json', { 'config.json': '{}', 'content/a.md': '' }],
    ['a documented Rust program', { 'book.toml': '[book]\n', 'Cargo.toml': '[package]\n' }],
  ])('%s is none', (_, files) => {
    expect(siteOf(scopeOf(files as unknown as Record<string, string>))).toBeUndefined();
  });

  it('takes a single page only where something says so', () => {
    const redirects = { 'dist/index.html': '', 'dist/_redirects': '/*  /index.html  200\n' };
    expect(siteOf(scopeOf(redirects))?.spa).toMatchObject({ file: 'dist/_redirects', line: 1 });
    expect(siteOf(scopeOf({ 'dist/index.html': '' }))?.spa).toBeNull();
  });
});

describe('releases of generators', () => {
  it.each([
    ['extended_0.147.2', '0.147.2'],
    ['v0.21.0', '0.21.0'],
    ['latest', undefined],
    ['0.1.2; rm -rf /', undefined],
  ])('%s', (raw, wanted) => expect(plainVersion(raw)).toBe(wanted));
});

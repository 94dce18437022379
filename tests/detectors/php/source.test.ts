import fc from 'fast-check';
import { relPath } from '../../../src/core/model/paths.ts';
import { workspaceOf } from '../../../src/core/workspace/from-map.ts';
import { phpFile } from '../../../src/detectors/php/source.ts';

function fileOf(text: string) {
  const path = relPath('a.php');
  const file = phpFile(workspaceOf({ 'a.php': text }).scope(relPath('.'), [], 'test'), path);
  if (file === undefined) throw new Error('no file');
  return file;
}

describe('the syntax of PHP', () => {
  it('tells variables of the environment with their fallbacks, and not those in comments and texts', () => {
    const { reads } = fileOf(`<?php
// getenv('COMMENT')
$text = "getenv('TEXT')";
$a = getenv('PLAIN');
$b = getenv('SHORT') ?: 'kiln';
$c = $_ENV["NULLISH"] ?? 'oven';
$d = env('ARGUMENT', 8080);
$e = (int) ($_SERVER['CAST'] ?? '90');
$f = Env::get('SCOPED', 'x');
$g = getenv($name);
$h = env('COMPUTED', strtolower('A'));
`);
    expect(reads.map(({ name, fallback, line }) => [name, fallback, line])).toEqual([
      ['PLAIN', null, 4],
      ['SHORT', 'kiln', 5],
      ['NULLISH', 'oven', 6],
      ['ARGUMENT', '8080', 7],
      ['CAST', '90', 8],
      ['SCOPED', 'x', 9],
      ['COMPUTED', null, 11],
    ]);
    expect(reads.filter(({ hasFallback }) => !hasFallback).map(({ name }) => name)).toEqual(['PLAIN']);
  });

  it('tells calls, made objects, named arguments and the entries of arrays', () => {
    const file = fileOf(`<?php
use Swoole\\Http\\Server;
$server = new \\Swoole\\Http\\Server("0.0.0.0", 9_501);
Route::middleware('x')->withRouting(health: '/up', web: __DIR__);
return ['port' => (int) env('P', 9501), 'nested' => ['host' => '127.0.0.1']];
`);
    const server = file.calls.find(({ on }) => on === 'new');
    expect([server?.name, server?.args.map((one) => file.literal(one)), server?.line]).toEqual([
      'Server',
      ['0.0.0.0', '9501'],
      3,
    ]);
    const routing = file.calls.find(({ name }) => name === 'withRouting');
    const health = routing?.named.get('health');
    expect(health && file.literal(health)).toBe('/up');
    expect(file.calls.find(({ name }) => name === 'middleware')?.on).toBe('Route');
    expect(file.pairs.map(({ key, value }) => [key, file.literal(value)])).toEqual([
      ['port', '9501'],
      ['nested', null],
      ['host', '127.0.0.1'],
    ]);
  });

  it.each([
    ['while (true) { sleep(1); }', true],
    ['for (;;) { sleep(1); }', true],
    ['while ($job = next()) { run($job); }', false],
    ['// while (true)', false],
  ])('knows a loop without an end: %s', (code, endless) => {
    expect(fileOf(`<?php\n${code}\n`).isEndless).toBe(endless);
  });

  it('reads any text without an error, each line inside of it', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        const { calls, reads } = fileOf(`<?php\n${text}`);
        const lines = text.split('\n').length + 1;
        for (const { line } of [...calls, ...reads]) expect(line).toBeLessThanOrEqual(lines);
      }),
    );
  });
});

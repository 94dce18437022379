import type { PhpCall, PhpFile } from './source.ts';

function textOf(file: PhpFile, node: PhpCall['args'][number] | undefined): string {
  return (node === undefined ? null : file.literal(node)) ?? '';
}

/** `Route::prefix('v1')->…`: what the chain of a call says before it. */
function chained(file: PhpFile, call: PhpCall): string {
  const before = file.calls.find(({ name, from, to }) => name === 'prefix' && from === call.from && to < call.to);
  return textOf(file, before?.args[0]);
}

/** `group('/api', …)`, `group(['prefix' => 'api'], …)`. */
function groupPrefix(file: PhpFile, group: PhpCall): string {
  const [first] = group.args;
  if (first === undefined || group.args.length < 2) return '';
  const pair = file.pairs.find(
    ({ key, value }) => key === 'prefix' && value.from > first.from && value.to <= first.to,
  )?.value;
  return textOf(file, pair ?? first);
}

/** What stands before a route's path: the groups around it, its own chain, and the attribute of its class. */
export function pathBefore(file: PhpFile, route: PhpCall): string {
  const groups = file.calls.filter((call) => {
    const body = call.args.at(-1);
    return call.name === 'group' && body !== undefined && body.from < route.from && body.to >= route.to;
  });
  const parts = groups
    .sort((a, b) => a.from - b.from || b.to - a.to)
    .flatMap((group) => [chained(file, group), groupPrefix(file, group)]);
  const ofClass = file.calls.findLast(({ name, ofClass: is, from }) => is && name === 'Route' && from < route.from);
  const attribute = route.name === 'Route' ? textOf(file, ofClass?.args[0] ?? ofClass?.named.get('path')) : '';
  return [...parts, attribute, chained(file, route)].join('/');
}

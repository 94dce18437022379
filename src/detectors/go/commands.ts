import type { Argv } from '../../core/model/facts.ts';
import { type RelPath, relativeTo } from '../../core/model/paths.ts';
import type { GoComponent } from './component.ts';
import { listens } from './listen.ts';
import { below, childrenOf, unquoted } from './source.ts';

/** Where the image holds the program: beside no file of the project. */
export function binaryPath(name: string): string {
  return `/usr/local/bin/${name}`;
}

/** A file name for the binary: what stands in a shell line and a path without quotes. */
export function binaryName(name: string): string {
  return name.replace(/[^A-Za-z0-9_.-]+/g, '-').replace(/^[-.]+/, '') || 'app';
}

/** Builds one program; paths of the build are taken out, and symbols that only a debugger reads. */
export function buildCommand({ program }: GoComponent): Argv {
  const { module, dir, name } = program;
  const target = relativeTo(dir, module.dir);
  const mode = module.mod === undefined ? ['-o'] : ['-trimpath', '-ldflags=-s -w', '-o'];
  return ['go', 'build', ...mode, `/out/${binaryName(name)}`, target === '.' ? '.' : `./${target}`];
}

const SERVES = /^(serve|server|start|run|web|api|http|daemon)\b/;

/** The subcommand that serves, where the program has subcommands. */
export function serveCommand({
  files,
}: GoComponent): { readonly word: string; readonly file: RelPath; readonly line: number } | undefined {
  for (const file of files) {
    if (![...file.imports.values()].some(({ path }) => /spf13\/cobra$|urfave\/cli(\/v\d+)?$/.test(path))) continue;
    for (const node of below(file.root)) {
      const key = node.name === 'Element' ? node.getChild('Key') : null;
      const value = node.lastChild;
      if (key === null || value?.name !== 'String' || !/^(Use|Name)$/.test(file.textOf(key))) continue;
      const literal = node.parent === null ? [] : childrenOf(node.parent, 'Element').map((one) => file.textOf(one));
      const isCommand = literal.some((text) => /^(Run|RunE|Action|Short|Usage)\b/.test(text));
      const word = SERVES.exec(unquoted(file.textOf(value)))?.[1];
      if (word !== undefined && isCommand) return { word, file: file.path, line: file.lineOf(node) };
    }
  }
  return undefined;
}

/** Arguments that make a server whose address is a flag listen on every interface. */
export function bindArguments(
  component: GoComponent,
): { readonly args: readonly string[]; readonly file: RelPath; readonly line: number } | undefined {
  const [listen] = listens(component);
  const address = listen?.address;
  if (listen === undefined || address?.flag === null || address?.flag === undefined) return undefined;
  if (!/^(localhost|127\.0\.0\.1|::1)$/.test(address.host ?? '') || address.port === null) return undefined;
  const { name, holds } = address.flag;
  if (holds === 'port') return undefined;
  const isLong = component.files.some(({ imports }) =>
    [...imports.values()].some(({ path }) => /\/(pflag|cobra)$/.test(path)),
  );
  const value = holds === 'address' ? `0.0.0.0:${address.port}` : '0.0.0.0';
  return { args: [`${isLong ? '--' : '-'}${name}=${value}`], file: listen.file, line: listen.line };
}

import { type Client, docker } from './engine.ts';

/** What an engine still has of the runs of `derrick verify` with this process id. */
export async function madeBy(pid: number, client: Client = docker): Promise<readonly string[]> {
  const filter = ['--filter', `label=derrick.verify=${pid}`, '--quiet'];
  const found = await Promise.all([client(['ps', '--all', ...filter]), client(['network', 'ls', ...filter])]);
  return found.flatMap(({ stdout }) => stdout.split('\n')).filter((line) => line !== '');
}

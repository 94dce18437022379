// Completes package-lock.json with the optional packages of other platforms that the registry at hand does not have, since
// `npm ci` refuses a lockfile without them. Run it after `npm install`. They are never fetched where the platform differs.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './lib/run.mjs';

const SYSTEMS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const PROCESSORS = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64'];

/** The platform that a package such as `@esbuild/linux-x64` is for, by the words of its name. */
function platformOf(name) {
  const words = name.split(/[/-]/);
  const os = SYSTEMS.filter((one) => words.includes(one));
  const cpu = PROCESSORS.filter((one) => words.includes(one));
  const libc = words.some((word) => word.startsWith('musl')) ? { libc: ['musl'] } : {};
  return { ...(os.length > 0 ? { os } : {}), ...(cpu.length > 0 ? { cpu } : {}), ...libc };
}

const path = join(ROOT, 'package-lock.json');
const lock = JSON.parse(readFileSync(path, 'utf8'));
const added = {};
for (const [parent, { optionalDependencies = {}, dev }] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const isThere = [`${parent}/node_modules/${name}`, `node_modules/${name}`].some(
      (one) => lock.packages[one] !== undefined,
    );
    const platform = platformOf(name);
    if (isThere || Object.keys(platform).length === 0) continue;
    const exact = version.replace(/^[\^~]/, '');
    added[`node_modules/${name}`] = { version: exact, ...platform, ...(dev === true ? { dev } : {}), optional: true };
  }
}
const root = lock.packages[''];
const { '': _, ...others } = lock.packages;
const sorted = Object.entries({ ...others, ...added }).sort(([a], [b]) => (a < b ? -1 : 1));
lock.packages = { '': root, ...Object.fromEntries(sorted) };
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`added ${Object.keys(added).length} packages of other platforms`);

// Runs the bundle, with the code that V8 compiled the first time (docs/decisions/0023-code-cache.md).
'use strict';
const { readFileSync, renameSync, rmSync, statSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { Script } = require('node:vm');

/** Commands that run most of the code, so that what was compiled for them serves all. */
const WARMING = ['detect', 'init', 'check', 'build', 'verify', 'up'];

function readIfThere(path) {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** Only in one's own installation: a file of root's in a user's folder would be in the way of its removal. */
function isOwn(dir) {
  return process.geteuid === undefined || statSync(dir).uid === process.geteuid();
}

function keep(script, dir, path) {
  const fresh = `${path}.${process.pid}`;
  try {
    if (!isOwn(dir)) return;
    writeFileSync(fresh, script.createCachedData());
    renameSync(fresh, path);
  } catch {
    // A folder that cannot be written to, or a full disk: the next start compiles again.
    rmSync(fresh, { force: true });
  }
}

/**
 * The exports of the bundle in `dist`. Code that was kept is used where V8 takes it: it looks at its own version, its flags
 * and the length of the source, and the build replaces the whole folder.
 */
function load(dist) {
  const filename = join(dist, 'derrick.js');
  const path = join(dist, `derrick-${process.version}-${process.arch}.cache`);
  const kept = process.env.NODE_DISABLE_COMPILE_CACHE ? undefined : readIfThere(path);
  // The bundle is plain ASCII, which needs no decoding.
  const script = new Script(readFileSync(filename, 'latin1'), { filename, cachedData: kept });
  const isWarming = WARMING.includes(process.argv[2]) && !process.env.NODE_DISABLE_COMPILE_CACHE;
  if (kept === undefined && isWarming) {
    process.on('exit', (code) => {
      if (code === 0) keep(script, dist, path);
    });
  }
  const module = { exports: {} };
  script.runInThisContext()(module, require);
  return module.exports;
}

module.exports = { load };

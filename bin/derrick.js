#!/usr/bin/env node
// Checks the Node version in syntax that every Node understands, then loads the bundle. CommonJS (package.json beside it), which starts faster.
'use strict';
const { join } = require('node:path');

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 17)) {
  process.stderr.write(`derrick needs Node.js 20.17 or newer; this is ${process.versions.node}\n`);
  process.exitCode = 5;
} else if (process.argv.length === 3 && (process.argv[2] === '--version' || process.argv[2] === '-V')) {
  process.stdout.write(`${require('../package.json').version}\n`);
} else {
  const { load } = require('./load.js');
  load(join(__dirname, '../dist')).main(process.argv);
}

// Measures derrick as ratios, in one run and interleaved, so that a busy machine slows all sides alike. Prints; never fails.
// Times are those of the processor (user and system), which other work on the machine hardly changes; bash's `time` tells them.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT, show } from './lib/run.mjs';

const RUNS = Number(process.env.DERRICK_BENCH_RUNS ?? 15);
const FILES = 100_000;
const EXTENSIONS = ['js', 'ts', 'css', 'md', 'json'];

/** The least that a program on Node can do with a tree. */
const READDIR = `const { readdirSync } = require('node:fs');
const walk = (dir) => { for (const one of readdirSync(dir, { withFileTypes: true })) if (one.isDirectory()) walk(dir + '/' + one.name); };
walk(process.argv[1]);`;

/** A tree of 100,000 files in 1,000 folders, with one application at its root. */
function generateTree(dir) {
  for (let folder = 0; folder < 1000; folder += 1) {
    const path = join(dir, `area-${folder % 40}`, 'src', `module-${folder}`);
    mkdirSync(path, { recursive: true });
    for (let file = 0; file < FILES / 1000; file += 1) {
      writeFileSync(join(path, `part-${file}.${EXTENSIONS[file % EXTENSIONS.length]}`), '');
    }
  }
  writeFileSync(join(dir, '.gitignore'), 'node_modules/\n*.log\n');
  writeFileSync(
    join(dir, 'package.json'),
    JSON.stringify({ name: 'hundred-thousand', scripts: { start: 'node area-0/src/module-0/part-0.js' } }),
  );
}

/** Runs a program to its end; how long it took in ms: on the clock, and of the processor. */
function once(argv) {
  const script = 'TIMEFORMAT="%3R %3U %3S"; time "$@" >/dev/null 2>&1';
  const { status, stderr } = spawnSync('bash', ['-c', script, 'bash', ...argv], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${argv.join(' ')} ended with ${status}`);
  const [clock, user, system] = stderr
    .trim()
    .split(' ')
    .map((seconds) => Number(seconds) * 1000);
  return { clock, processor: user + system };
}

function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

/** Peak memory in MiB: told by the process itself at its end, through a module that only this script loads. */
function peakMemory(args, dir) {
  const probe = join(dir, 'probe.mjs');
  const text = "process.on('exit', () => process.stderr.write(`\\npeak ${process.resourceUsage().maxRSS}\\n`));\n";
  writeFileSync(probe, text);
  const { stderr } = spawnSync(process.execPath, ['--import', probe, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return Number(/peak (\d+)/.exec(stderr)?.[1]) / 1024;
}

const dir = mkdtempSync(join(tmpdir(), 'derrick-bench-'));
try {
  if (show([process.execPath, 'scripts/build.mjs'], { quiet: true }) !== 0) throw new Error('npm run build failed');
  const tree = join(dir, 'tree');
  generateTree(tree);
  const derrick = join(ROOT, 'bin/derrick.js');
  const detectTree = [derrick, 'detect', '--json', tree];
  const commands = {
    node: [process.execPath, '-e', '0'],
    version: [process.execPath, derrick, '--version'],
    small: [process.execPath, derrick, 'detect', '--json', join(ROOT, 'fixtures/apps/express-npm/app')],
    find: ['find', tree],
    readdir: [process.execPath, '-e', READDIR, tree],
    large: [process.execPath, ...detectTree],
  };
  const times = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
  for (let run = 0; run < RUNS + 1; run += 1) {
    for (const [name, argv] of Object.entries(commands)) {
      const took = once(argv);
      // The first round warms the disk's cache.
      if (run > 0) times[name].push(took);
    }
  }
  const medians = (of) => Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all.map(of))]));
  const took = medians(({ processor }) => processor);
  const clock = medians((one) => one.clock);
  const rows = [
    ['derrick --version / node -e 0', took.version / took.node, 1.3, ''],
    ['derrick detect, small app / node -e 0', took.small / took.node, 2, ''],
    [`derrick detect, ${FILES.toLocaleString('en')} files / find`, took.large / took.find, 2, ''],
    [`the same / Node that only lists the folders`, took.large / took.readdir, 2, ''],
    [`peak memory, ${FILES.toLocaleString('en')} files`, peakMemory(detectTree, dir), 150, ' MiB'],
  ];
  console.log(`medians of ${RUNS} interleaved runs, Node ${process.versions.node}: processor, clock`);
  for (const [name, ms] of Object.entries(took))
    console.log(`  ${name.padEnd(8)} ${ms.toFixed(0).padStart(5)} ms ${clock[name].toFixed(0).padStart(5)} ms`);
  console.log('');
  for (const [title, value, goal, unit] of rows) {
    const verdict = value <= goal ? 'met' : 'missed';
    console.log(
      `  ${title.padEnd(42)} ${value.toFixed(2).padStart(7)}${unit.padEnd(4)}  goal ${goal}${unit.padEnd(4)}  ${verdict}`,
    );
  }
} finally {
  rmSync(dir, { recursive: true, force: true });
}

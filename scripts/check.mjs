// Everything that can be said of the code without running it. All checks run, at the same time; what failed is printed at the end.
import { capture } from './lib/run.mjs';

const bin = (name) => `node_modules/.bin/${name}`;
const CHECKS = [
  ['types', [bin('tsc'), '-p', '.']],
  ['format and lint', [bin('biome'), 'check', '--error-on-warnings']],
  ['unused code and dependencies', [bin('knip')]],
  ['package', [bin('publint'), '--strict']],
  ['generated files', [process.execPath, 'scripts/generate.mjs', '--check']],
];

const outcomes = await Promise.all(
  CHECKS.map(async ([title, argv]) => {
    const started = performance.now();
    const { code, text } = await capture(argv);
    return { title, argv, code, text, seconds: ((performance.now() - started) / 1000).toFixed(1) };
  }),
);
for (const { title, argv, text } of outcomes.filter(({ code }) => code !== 0)) {
  console.log(`\n--- ${title}: ${argv.join(' ')}\n${text.trimEnd()}`);
}
console.log('');
for (const { title, code, seconds } of outcomes)
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'}  ${title} (${seconds} s)`);
process.exitCode = outcomes.some(({ code }) => code !== 0) ? 1 : 0;

// `npm run new:detector -- runtime/elixir-version`: a detector from src/detectors/_template.ts, with its test and a fixture.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './lib/run.mjs';
import { namesOf, next, refuse, writeNew } from './lib/scaffold.mjs';

const [layer, name, ...rest] = (process.argv[2] ?? '').split('/');
if (!['runtime', 'application', 'system'].includes(layer) || name === undefined || rest.length > 0) {
  refuse('usage: npm run new:detector -- LAYER/NAME, where LAYER is runtime, application or system');
}
const { id, symbol } = namesOf(name);
const source = readFileSync(join(ROOT, 'src/detectors/_template.ts'), 'utf8')
  .replaceAll('templateDetector', symbol)
  .replaceAll('template-detector', id)
  .replaceAll('template.lock', `${id}.lock`)
  .replace("layer: 'runtime'", `layer: '${layer}'`)
  .replace("'../core/", "'../../core/");
const test = `import { ${symbol} } from '../../../src/detectors/${layer}/${id}.ts';
import { run } from '../run-detector.ts';

describe('${id}', () => {
  it('reads its file', () => {
    expect(run(${symbol}, { '${id}.lock': '7.3\\n' }).facts).toEqual({ 'runtime.version': { raw: '7.3', resolved: '7.3' } });
  });

  it('says nothing of anything else', () => {
    expect(run(${symbol}, { '${id}.lock': 'nonsense' }).claims).toEqual([]);
  });
});
`;
const fixture = `title: What is particular about this application
expect:
  components: []
  diagnostics: []
reason: not described yet
`;
writeNew({
  [`src/detectors/${layer}/${id}.ts`]: source,
  [`tests/detectors/${layer}/${id}.test.ts`]: test,
  [`fixtures/apps/${id}/app/${id}.lock`]: '7.3\n',
  [`fixtures/apps/${id}/case.yaml`]: fixture,
});
next('npm run generate', `npm test -- tests/detectors/${layer}/${id}.test.ts`, `npm run golden -- ${id}`);

// `npm run new:rigging -- image-elixir`: a rigging from rigging-templates/_template, with its test.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './lib/run.mjs';
import { namesOf, next, writeNew } from './lib/scaffold.mjs';

const { id } = namesOf(process.argv[2] ?? '');
const template = join(ROOT, 'rigging-templates/_template');
const copies = readdirSync(template).map((name) => [
  `rigging-templates/${id}/${name}`,
  readFileSync(join(template, name), 'utf8').replaceAll('template-rigging', id),
]);
const test = `import { view } from '../../rigging-templates/${id}/view.ts';
import type { Language } from '../../src/core/model/facts.ts';
import { component, model, renderFiles, rigging } from './render-rigging.ts';

describe('${id}', () => {
  it('renders its files', () => {
    const app = component('shop', { 'runtime.language': 'template' as Language, 'app.start': ['serve', 'a b'] });
    expect(renderFiles(model('shop', app), [rigging('${id}', view)])).toEqual({ 'NOTES.txt': "shop starts with serve 'a b'\\n" });
  });
});
`;
writeNew({ ...Object.fromEntries(copies), [`tests/riggings/${id}.test.ts`]: test });
next('npm run generate', `npm test -- tests/riggings/${id}.test.ts`, 'npm run golden, once a fixture matches it');

import { type Claim, defineDetector } from '../../core/model/detector.ts';
import { basename } from '../../core/model/paths.ts';
import { entriesOf, stringOf } from '../node/json-shape.ts';
import { phpComponent } from '../php/component.ts';
import { nameOf } from '../php/project.ts';

/** Name, version, licence, framework and tests of a PHP application, as composer.json states them. */
export const phpMetadata = defineDetector({
  id: 'php-metadata',
  layer: 'application',
  title: 'Name, licence, framework and tests of a PHP application',
  docs: 'https://getcomposer.org/doc/04-schema.md',
  when: { anyFile: ['composer.json', 'index.php'] },
  *detect(scope, known): Iterable<Claim<'application'>> {
    const project = phpComponent(scope, known);
    if (project === undefined) return;
    const { framework, file, manifest } = project;
    const name = nameOf(scope, project);
    if (name !== undefined) {
      const place = { file: manifest?.path ?? file, line: name.line, confidence: 'manifest' } as const;
      yield { field: 'app.name', value: name.value, ...place, because: 'it is called so' };
    }
    for (const key of ['version', 'license'] as const) {
      const value = stringOf(manifest?.get(key));
      if (value === undefined || manifest === undefined || value === 'proprietary') continue;
      const place = { file: manifest.path, line: manifest.lineOf(key), confidence: 'manifest' } as const;
      yield { field: `app.${key}`, value, ...place, because: `composer.json states its ${key}` };
    }
    if (framework !== undefined) {
      const { id, version, ...place } = framework;
      const value = { name: id, version };
      yield { field: 'app.framework', value, ...place, confidence: 'manifest', because: `it is made with ${id}` };
    }
    const tools = ['pestphp/pest', 'phpunit/phpunit'].filter((one) => entriesOf(manifest?.get('require-dev')).has(one));
    const [tool] = tools;
    if (manifest === undefined || tool === undefined) return;
    yield {
      field: 'app.test',
      value: ['php', `vendor/bin/${basename(tool)}`],
      file: manifest.path,
      line: manifest.lineOf('require-dev', tool),
      confidence: 'manifest',
      because: `it requires ${basename(tool)} for development`,
    };
  },
});

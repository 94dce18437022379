import { type Claim, defineDetector } from '../../core/model/detector.ts';
import { DATA } from '../data.generated.ts';
import { requirementsOf } from '../static/requirements.ts';
import { namedPackages, sitePackages } from '../static/site-packages.ts';
import { siteOf } from '../static/sites.ts';

/** The theme and the plugins of a generator in Python, where no requirements file names them. */
export const staticPackages = defineDetector({
  id: 'static-packages',
  layer: 'runtime',
  languages: ['static'],
  title: 'Packages of MkDocs and Sphinx in pyproject.toml, or that their settings name',
  docs: 'https://packaging.python.org/en/latest/specifications/dependency-groups/',
  when: {},
  *detect(scope): Iterable<Claim<'runtime'>> {
    const site = siteOf(scope);
    if (site === undefined || (site.id !== 'mkdocs' && site.id !== 'sphinx')) return;
    if (requirementsOf(scope, site.id) !== undefined) return;
    const field = 'runtime.generatorPackages';
    const found = sitePackages(scope, site.id);
    if (found !== undefined) {
      const { label, file, line, specs } = found;
      const value = specs.map(({ text }) => text);
      const because = `${label} lists the packages of the site`;
      yield { field, value, file, line, confidence: 'manifest', because };
      return;
    }
    const named = site.id === 'sphinx' ? namedPackages(scope, site.file, DATA.static.packages.sphinx) : [];
    const [first] = named;
    if (first === undefined) return;
    const value = named.map(({ text }) => text);
    const because = 'the settings name its theme and extensions';
    yield { field, value, file: site.file, line: first.line, confidence: 'convention', because };
  },
});

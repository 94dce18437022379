import { type Claim, defineDetector } from '../../core/model/detector.ts';
import type { OsPackage } from '../../core/model/facts.ts';
import { DATA } from '../data.generated.ts';
import { siteOf } from '../static/sites.ts';

/** The image that a generator runs in; what serves the pages is the same for all sites. */
export const staticImages = defineDetector({
  id: 'static-images',
  layer: 'system',
  title: 'Build images of site generators',
  docs: 'https://github.com/gohugoio/hugo/pkgs/container/hugo',
  when: {},
  *detect(scope, known): Iterable<Claim<'system'>> {
    const site = siteOf(scope);
    if (site === undefined || site.id === 'html' || (known.get('runtime.language') as string | undefined) !== 'static')
      return;
    const row = DATA.static.generators[site.id];
    const version = known.get('runtime.version')?.resolved ?? row.version;
    const hasGems = scope.project.has(scope.at('Gemfile'));
    const isDebian = site.id === 'jekyll' && !hasGems;
    const image = isDebian ? DATA.static.jekyllWithoutGemfile.image : row.image.replace('{version}', version);
    const common = { file: null, line: null, confidence: 'convention' } as const;
    const because = image.includes(version)
      ? `the image of ${site.title} itself`
      : `a slim Debian image that ${site.title} is installed in`;
    yield { ...common, field: 'system.buildImage', value: image, because };
    const needed = isDebian ? ['jekyll'] : site.id === 'jekyll' ? ['build-essential'] : [];
    const packages: readonly OsPackage[] = needed.map((name) => ({ name, stage: 'build', via: site.title }));
    if (packages.length > 0) {
      yield {
        ...common,
        field: 'system.packages',
        value: packages,
        because: isDebian ? 'Debian’s own Jekyll builds a site without a Gemfile' : 'gems with C code are compiled',
      };
    }
  },
});

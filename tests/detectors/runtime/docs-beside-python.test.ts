import { staticLanguage } from '../../../src/detectors/runtime/static-language.ts';
import { run } from '../run-detector.ts';

function confidence(files: Readonly<Record<string, string>>): string | undefined {
  return run(staticLanguage, files).claims.find(({ field }) => field === 'runtime.language')?.confidence;
}

describe('a generator of documents', () => {
  it('gives way to an application of Python in the same folder', () => {
    expect(confidence({ 'mkdocs.yml': 'site_name: X\n', 'pyproject.toml': '[project]\nname = "x"\n' })).toBe(
      'manifest',
    );
  });

  it('is sure of itself alone', () => {
    expect(confidence({ 'mkdocs.yml': 'site_name: X\n' })).toBe('pinned');
  });
});

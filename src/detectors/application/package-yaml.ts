import { defineDetector } from '../../core/model/detector.ts';

/** The manifests that pnpm reads in place of package.json. Source: https://pnpm.io/package_json */
const MANIFESTS = ['package.yaml', 'package.json5'] as const;

/** A manifest that pnpm alone reads: Node itself looks for `type`, `main` and `exports` in package.json and nowhere else. */
export const packageYaml = defineDetector({
  id: 'package-yaml',
  layer: 'application',
  title: 'Manifests that only pnpm reads',
  docs: 'https://pnpm.io/package_json',
  when: { anyFile: MANIFESTS },
  *detect(scope) {
    const file = MANIFESTS.map((name) => scope.at(name)).find((path) => scope.project.has(path));
    if (file === undefined || scope.project.has(scope.at('package.json'))) return;
    const value = {
      kind: 'unsupported',
      reason: 'its manifest is one that only pnpm reads, and derrick reads package.json',
      remedy: 'Write the manifest as package.json, which pnpm reads as well as every other tool.',
    } as const;
    const because = `${file} stands for a package.json`;
    yield { field: 'app.refusal', value, file, line: null, confidence: 'convention', because };
  },
});

import type { AnyDetector } from '../core/model/detector.ts';
import type { FileTree } from '../core/workspace/file-tree.ts';
import { FAMILIES } from './families.generated.ts';

/** The detectors that could say something about this tree: loading one that cannot costs more than running it. */
export async function detectorsFor(tree: FileTree): Promise<readonly AnyDetector[]> {
  const wanted = FAMILIES.filter(
    ({ always, files, extensions }) =>
      always || tree.named(...files).length > 0 || extensions.some((one) => tree.withExtension(one).length > 0),
  );
  return (await Promise.all(wanted.map(({ load }) => load()))).flat();
}

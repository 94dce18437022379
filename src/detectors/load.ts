import type { AnyDetector } from '../core/model/detector.ts';
import type { FileTree } from '../core/workspace/file-tree.ts';
import { FAMILIES } from './families.generated.ts';

/** The detectors that could say something about this tree: loading one that cannot costs more than running it. */
export async function detectorsFor(tree: FileTree): Promise<readonly AnyDetector[]> {
  const wanted = FAMILIES.filter(
    ({ always, files, extensions }) =>
      always || tree.named(...files).length > 0 || extensions.some((one) => tree.withExtension(one).length > 0),
  );
  const found: AnyDetector[] = [];
  // One after the other: they share most of their modules, and jest loses some of those when two imports race for them.
  for (const { load } of wanted) found.push(...(await load()));
  return found;
}

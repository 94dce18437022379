import { createHash } from 'node:crypto';
import { transformSync, version } from 'esbuild';

/** Jest transformer: the same compiler as the bundle, with inline source maps for stack traces. */
export default {
  process(source, path) {
    const { code } = transformSync(source, {
      loader: 'ts',
      format: 'esm',
      target: 'node20',
      sourcefile: path,
      sourcemap: 'inline',
    });
    return { code };
  },
  getCacheKey(source, path) {
    return createHash('sha256').update(version).update('\0').update(path).update('\0').update(source).digest('hex');
  },
};

/** One cluster that a pipeline deploys to. */
export interface Cluster {
  /** A DNS label. */
  readonly name: string;
  /** The folder that is applied. */
  readonly manifests: string;
}

/** Clusters that are deployed to one after the other, after one approval each wave. */
export interface Wave {
  readonly clusters: readonly Cluster[];
}

const LABEL = /^[a-z0-9]([a-z0-9-]{0,40}[a-z0-9])?$/;

/**
 * Reads the option `clusters`: waves parted by commas, clusters of one wave by `+` (`staging,eu+us`). What is no DNS
 * label is left out, and so is a cluster named twice. A cluster named as an overlay gets that overlay.
 */
export function wavesOf(option: unknown, overlays: unknown): readonly Wave[] {
  const seen = new Set<string>();
  const folders = new Set(String(overlays ?? '').split(','));
  const waves: Wave[] = [];
  for (const part of String(option ?? '').split(',')) {
    const clusters: Cluster[] = [];
    for (const name of part.split('+').map((one) => one.trim())) {
      if (!LABEL.test(name) || seen.has(name)) continue;
      seen.add(name);
      clusters.push({ name, manifests: folders.has(name) ? `kubernetes/overlays/${name}` : 'kubernetes' });
    }
    if (clusters.length > 0) waves.push({ clusters });
  }
  return waves;
}

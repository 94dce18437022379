import semver from 'semver';
import { type Claim, defineDetector } from '../../core/model/detector.ts';
import { DATA } from '../data.generated.ts';

const FIRST_WITH_LIBATOMIC = 25;

/** The Debian suite whose image exists for a version: the newest one that was out when the release was made. */
function suiteFor(version: string): string {
  const line = DATA.node.majors.find(({ major }) => major === Number.parseInt(version, 10));
  if (line === undefined) return 'trixie';
  const [newest, older] = line.suites as readonly string[];
  const first = (DATA.node.firstOnTrixie as Readonly<Record<string, string>>)[String(line.major)];
  const exact = semver.coerce(version);
  const isOlder = first !== undefined && version.includes('.') && exact !== null && semver.lt(exact, first);
  return (isOlder ? older : newest) ?? 'trixie';
}

/**
 * From 25 on the node binary needs libatomic, which Debian's slim image lacks; the official Node image brings it,
 * a mirror of it built from Debian may not. Source: shared/spec/detection.md, section 1 (railpack found it).
 */
function* libatomic(version: string): Iterable<Claim<'system'>> {
  if (Number.parseInt(version, 10) < FIRST_WITH_LIBATOMIC) return;
  const via = `node ${version}`;
  yield {
    field: 'system.packages',
    value: [
      { name: 'libatomic1', stage: 'build', via },
      { name: 'libatomic1', stage: 'run', via },
    ],
    file: null,
    line: null,
    confidence: 'convention',
    because: 'the node binary of this version is linked with it',
  };
}

/** The official image that the component is built on and, for a server or worker, runs on. */
export const baseImage = defineDetector({
  id: 'base-image',
  layer: 'system',
  title: 'Base images of Node.js, Bun and static sites',
  docs: 'https://hub.docker.com/_/node',
  when: {},
  *detect(_scope, known) {
    const language = known.get('runtime.language') as string | undefined;
    const version = known.get('runtime.version')?.resolved;
    const isStatic = known.get('app.kind') === 'static';
    const common = { file: null, line: null, confidence: 'convention' } as const;
    if (language === 'node' && version !== undefined) {
      const image = `node:${version}-${suiteFor(version)}-slim`;
      const because = 'the slim Debian image: glibc, as prebuilt native modules expect';
      yield { ...common, field: 'system.buildImage', value: image, because };
      if (!isStatic) yield { ...common, field: 'system.runImage', value: image, because };
      yield* libatomic(version);
    }
    if (language === 'bun' && version !== undefined) {
      const image = `oven/bun:${version}-slim`;
      const because = 'the slim image of the Bun project';
      yield { ...common, field: 'system.buildImage', value: image, because };
      if (!isStatic) yield { ...common, field: 'system.runImage', value: image, because };
    }
    if (isStatic) {
      const because = 'files need a web server; this one needs no root and listens above 1024';
      yield { ...common, field: 'system.runImage', value: DATA.servers.nginx, because };
    }
  },
});

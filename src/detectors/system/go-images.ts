import { type Claim, defineDetector, type Notice } from '../../core/model/detector.ts';
import type { OsPackage } from '../../core/model/facts.ts';
import { DATA } from '../data.generated.ts';
import { cgoNeeds } from '../go/cgo.ts';
import { programOf } from '../go/programs.ts';
import { GO_RELEASES, parseVersion, releaseOf } from '../go/releases.ts';

type Images = Readonly<Record<string, string>>;

/** The official Go image to build on, and the smallest image that runs what comes of it. */
export const goImages = defineDetector({
  id: 'go-images',
  layer: 'system',
  title: 'Base images of Go programs',
  docs: 'https://hub.docker.com/_/golang',
  when: { nearestFile: ['go.mod', 'main.go'] },
  *detect(scope, known): Iterable<Claim<'system'> | Notice> {
    const version = known.get('runtime.version')?.resolved;
    const program = programOf(scope);
    if (
      (known.get('runtime.language') as string | undefined) !== 'go' ||
      version === undefined ||
      program === undefined
    )
      return;
    const parsed = parseVersion(version);
    const suite = (parsed && releaseOf(parsed)?.suite) ?? GO_RELEASES[0]?.suite ?? 'trixie';
    const common = { file: null, line: null, confidence: 'convention' } as const;
    const because = 'the official image on Debian';
    yield { ...common, field: 'system.buildImage', value: `golang:${version}-${suite}`, because };
    const needs = cgoNeeds(scope, program);
    const packages: OsPackage[] = [];
    for (const { via, build, run, file, line, isOwn } of needs) {
      packages.push(...build.map((name) => ({ name, stage: 'build' as const, via })));
      packages.push(...run.map((name) => ({ name, stage: 'run' as const, via })));
      if (!isOwn) continue;
      const detail = 'the program has C code of its own; the image has the C library and nothing else';
      const hint = 'Name the Debian packages that it links to in derrick.yaml, if there are any.';
      yield { diagnostic: { code: 'DRK1108', severity: 'info', detail, at: { file, line }, hint } };
    }
    const [first] = needs;
    if (packages.length > 0) {
      yield {
        field: 'system.packages',
        value: packages,
        file: first?.file ?? null,
        line: first?.line ?? null,
        confidence: 'source',
        because: 'it compiles C code that needs them',
      };
    }
    const commands = [known.get('app.start'), ...(known.get('app.processes') ?? []).map(({ command }) => command)];
    const needsShell = commands.some((command) => typeof command === 'string');
    const kind = needsShell
      ? 'shell'
      : first === undefined
        ? 'static'
        : packages.some(({ stage }) => stage === 'run')
          ? 'packages'
          : 'libc';
    const why = {
      static: 'the binary stands alone: certificates and time zones are all it may need',
      libc: `the binary needs the C library, because of ${first?.via}`,
      shell: 'a command needs a shell',
      packages: `the binary needs Debian packages, because of ${first?.via}`,
    };
    const images: Images = DATA.go.runImages[kind === 'shell' ? 'packages' : kind];
    const value = images[suite] ?? images.bookworm ?? 'debian:13-slim';
    yield { ...common, field: 'system.runImage', value, because: why[kind] };
  },
});

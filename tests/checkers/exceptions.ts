import type { Finding } from './finding.ts';

/** An accepted finding. */
export interface Exception {
  readonly id: string;
  /** The output it holds for: a fixture's name, or `*`. */
  readonly output: string;
  /** Must match the finding's message. */
  readonly message: RegExp;
  /** Why the finding is right to stay. */
  readonly reason: string;
}

/** The one list of accepted findings. An entry that no longer applies fails the suite. */
export const EXCEPTIONS: readonly Exception[] = [
  {
    id: 'K19',
    output: '*',
    message: /liveness and readiness ask the same: an open port$/,
    reason:
      'No health path is known, so an open port is all that can be asked. Readiness keeps a hung pod out of the ' +
      'Service after 10 s, liveness restarts it after 60 s: leaving either out would lose one of the two.',
  },
  {
    id: 'D11',
    output: '*',
    message: /PID 1 is bun run \S+\.[jt]s$/,
    reason: '`bun run FILE` runs the file in Bun itself; only `bun run SCRIPT` starts another process.',
  },
  {
    id: 'D05',
    output: '*',
    message: /^sbtscala\/scala-sbt:eclipse-temurin-[\d._]+: the tag names no OS variant$/,
    reason:
      'The tags of this image name Java with its patch, sbt and Scala, and no tag for Ubuntu names the release too.',
  },
  {
    id: 'D15',
    output: 'tsx-runtime',
    message: /development dependencies of npm reach the final stage$/,
    reason: 'The start command is `tsx`, which the project has among its development dependencies only.',
  },
  {
    id: 'D15',
    output: 'fw-next-config',
    message: /development dependencies of npm reach the final stage$/,
    reason: 'The server of Next.js loads its configuration, which loads a development dependency.',
  },
  {
    id: 'D15',
    output: 'fw-marko-run',
    message: /development dependencies of npm reach the final stage$/,
    reason: 'The built server imports what its starter lists among the development dependencies.',
  },
  {
    id: 'D15',
    output: 'fw-redwood',
    message: /development dependencies of yarn reach the final stage$/,
    reason:
      'The api side has no server of its own: the command that serves it is a development dependency of the root.',
  },
  {
    id: 'D15',
    output: 'fw-qwik',
    message: /development dependencies of npm reach the final stage$/,
    reason: 'All of its packages are development dependencies, and the built server imports some of them.',
  },
  {
    id: 'J00',
    output: '*',
    message: /^SC2016 /,
    reason: 'The command that asks the database how it is is expanded by the shell in its own container.',
  },
  {
    id: 'D16',
    output: '*',
    message: /COPY \.(npmrc|yarnrc\.yml): mount it as a secret$/,
    reason:
      'These files hold settings and no credential: a file with one is left out of the build by detection, and a ' +
      'token that they take from the environment reaches the install through a secret mount.',
  },
  {
    id: 'K02',
    output: 'existing-dockerfile',
    message: /is 1000, not ≥ 10000$/,
    reason: 'The hand-written Dockerfile stays and ends as user 1000: the pod must run as the same user.',
  },
  {
    id: 'D06',
    output: 'koa-yarn-classic',
    message: /node:20-trixie-slim: ended on 2026-04-30$/,
    reason: 'The project itself pins Node 20: its word counts, and a warning (DRK1105) says that the line has ended.',
  },
  {
    id: 'D30',
    output: 'go-cgo',
    message: /Go is built without --platform=\$BUILDPLATFORM$/,
    reason: 'C code is compiled by the compiler of the platform that runs it: the build image has no other one.',
  },
  {
    id: 'D05',
    output: '*',
    message: /^ghcr\.io\/(gohugoio\/hugo|getzola\/zola):v[\d.]+: the tag names no OS variant$/,
    reason: 'The images of these projects have one variant only, and nothing of it reaches the last stage.',
  },
];

/** What is left of the findings of all outputs, and the exceptions that none of them needed. */
export interface Settled {
  readonly findings: readonly (Finding & { readonly output: string })[];
  readonly stale: readonly Exception[];
}

/**
 * Takes the accepted findings out.
 *
 * @param outputs the findings of each output by its name; all outputs at once, since staleness is judged over all
 */
export function settle(
  outputs: ReadonlyMap<string, readonly Finding[]>,
  exceptions: readonly Exception[] = EXCEPTIONS,
): Settled {
  const needed = new Set<Exception>();
  const left: (Finding & { readonly output: string })[] = [];
  for (const [output, findings] of outputs) {
    for (const finding of findings) {
      const exception = exceptions.find(
        ({ id, output: where, message }) =>
          id === finding.id && (where === '*' || where === output) && message.test(finding.message),
      );
      if (exception === undefined) left.push({ ...finding, output });
      else needed.add(exception);
    }
  }
  return { findings: left, stale: exceptions.filter((exception) => !needed.has(exception)) };
}

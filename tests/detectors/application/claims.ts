import type { Diagnostic } from '../../../src/core/errors/diagnostic.ts';
import type { Detector, KnownFacts } from '../../../src/core/model/detector.ts';
import { CONFIDENCE, type Confidence } from '../../../src/core/model/evidence.ts';
import type { FactKey, Facts } from '../../../src/core/model/facts.ts';
import { scopeOf } from '../../../src/core/workspace/from-map.ts';
import { angular } from '../../../src/detectors/application/angular.ts';
import { astro } from '../../../src/detectors/application/astro.ts';
import { builtServer } from '../../../src/detectors/application/built-server.ts';
import { composeServices } from '../../../src/detectors/application/compose-services.ts';
import { containerFiles } from '../../../src/detectors/application/container-files.ts';
import { expoWeb } from '../../../src/detectors/application/expo-web.ts';
import { nestjs } from '../../../src/detectors/application/nestjs.ts';
import { nextjs } from '../../../src/detectors/application/nextjs.ts';
import { nodeBasePath } from '../../../src/detectors/application/node-base-path.ts';
import { nodeBuild } from '../../../src/detectors/application/node-build.ts';
import { nodeEnv } from '../../../src/detectors/application/node-env.ts';
import { nodeFastifyCli } from '../../../src/detectors/application/node-fastify-cli.ts';
import { nodeFiles } from '../../../src/detectors/application/node-files.ts';
import { nodeFramework } from '../../../src/detectors/application/node-framework.ts';
import { nodeHealth } from '../../../src/detectors/application/node-health.ts';
import { nodeKind } from '../../../src/detectors/application/node-kind.ts';
import { nodePayload } from '../../../src/detectors/application/node-payload.ts';
import { nodePm2 } from '../../../src/detectors/application/node-pm2.ts';
import { nodePort } from '../../../src/detectors/application/node-port.ts';
import { nodePrisma } from '../../../src/detectors/application/node-prisma.ts';
import { nodeServices } from '../../../src/detectors/application/node-services.ts';
import { nodeSignals } from '../../../src/detectors/application/node-signals.ts';
import { nodeStart } from '../../../src/detectors/application/node-start.ts';
import { nodeStrapi } from '../../../src/detectors/application/node-strapi.ts';
import { nuxt } from '../../../src/detectors/application/nuxt.ts';
import { packageMetadata } from '../../../src/detectors/application/package-metadata.ts';
import { procfile } from '../../../src/detectors/application/procfile.ts';
import { qwik } from '../../../src/detectors/application/qwik.ts';
import { reactRouter } from '../../../src/detectors/application/react-router.ts';
import { staticSite } from '../../../src/detectors/application/static-site.ts';
import { sveltekit } from '../../../src/detectors/application/sveltekit.ts';
import { unservedSite } from '../../../src/detectors/application/unserved-site.ts';

const DETECTORS: readonly Detector<'application'>[] = [
  ...[
    composeServices,
    containerFiles,
    nestjs,
    nextjs,
    nodeBasePath,
    nodeBuild,
    nodeEnv,
    nodeFiles,
    nodeFramework,
    nodeHealth,
    nodeKind,
    nodePort,
  ],
  ...[angular, astro, builtServer, nuxt, qwik, expoWeb, reactRouter, sveltekit, unservedSite],
  ...[nodeFastifyCli, nodePayload, nodePm2, nodePrisma, nodeStrapi],
  ...[nodeServices, nodeSignals, nodeStart, packageMetadata, procfile, staticSite],
];

/** One claim with the place that it names. */
export interface Told {
  readonly field: FactKey;
  readonly value: unknown;
  readonly file: string | null;
  readonly line: number | null;
  readonly confidence: Confidence;
  readonly because: string;
}

/** What detection says of a tree in memory. */
export interface Look {
  readonly claims: readonly Told[];
  readonly diagnostics: readonly Diagnostic[];
  /** The value of the strongest claim. */
  best(field: FactKey): unknown;
  /** The strongest claim. */
  claim(field: FactKey): Told | undefined;
  /** The values of every claim of a merged fact. */
  all(field: FactKey): readonly unknown[];
}

/** A tree; objects become JSON with two spaces. */
export type Files = Readonly<Record<string, string | object>>;

/** Runs the application detectors over a tree in memory, with the facts that the runtime layer would have decided. */
export function look(
  files: Files,
  known: Partial<Facts> = {},
  extra: readonly Detector<'application'>[] = [],
  dir = '.',
): Look {
  const texts: Record<string, string> = {};
  for (const [path, content] of Object.entries(files)) {
    texts[path] = typeof content === 'string' ? content : JSON.stringify(content, null, 2);
  }
  const scope = scopeOf(texts, dir);
  const facts: KnownFacts = { get: (key) => known[key] };
  const claims: Told[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const detector of [...DETECTORS, ...extra]) {
    for (const said of detector.detect(scope, facts)) {
      if ('diagnostic' in said) diagnostics.push(said.diagnostic);
      else claims.push(said);
    }
  }
  const claim = (field: FactKey): Told | undefined => {
    let best: Told | undefined;
    for (const one of claims) {
      if (one.field === field && (best === undefined || CONFIDENCE[one.confidence] > CONFIDENCE[best.confidence]))
        best = one;
    }
    return best;
  };
  return {
    claims,
    diagnostics,
    claim,
    best: (field) => claim(field)?.value,
    all: (field) => claims.filter((one) => one.field === field).flatMap(({ value }) => value),
  };
}

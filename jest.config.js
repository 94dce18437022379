/** One configuration for all suites; which suites run is chosen by path (scripts/test.mjs). */
export const testEnvironment = 'node';
export const extensionsToTreatAsEsm = ['.ts'];
export const transform = { '\\.ts$': '<rootDir>/scripts/jest-esbuild.mjs' };
/** As in the bundle (scripts/build.mjs). */
export const moduleNameMapper = { '^source-map$': '<rootDir>/scripts/lib/no-source-map.cjs' };
/** Two builds at a time: one waits for the network while the other computes. */
export const maxConcurrency = 2;
export const testSequencer = '<rootDir>/scripts/lib/longest-first.mjs';
export const testMatch = ['<rootDir>/tests/**/*.test.ts'];
export const modulePathIgnorePatterns = ['<rootDir>/fixtures/', '<rootDir>/tests/detectors/runtime/pantries/', '<rootDir>/dist/', '<rootDir>/.e2e/'];
export const testPathIgnorePatterns = ['/node_modules/'];
/** A guard against a test that hangs, far above what any takes; no test is about time. */
export const testTimeout = 60_000;

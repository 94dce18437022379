/** What a pod of one runtime is given when nobody said otherwise. */
export interface RuntimeNeeds {
  /** CPU asked for, and allowed, in thousandths of a core. */
  readonly cpu: number;
  readonly cpuLimit: number;
  /** Memory asked for and allowed, in MiB. */
  readonly memory: number;
  /** Seconds that the slowest start may take before the pod is restarted. */
  readonly startup: number;
}

const JVM: RuntimeNeeds = { cpu: 250, cpuLimit: 2000, memory: 768, startup: 180 };
const NATIVE: RuntimeNeeds = { cpu: 50, cpuLimit: 1000, memory: 128, startup: 30 };

/** A web server for files. */
export const STATIC_NEEDS: RuntimeNeeds = { cpu: 10, cpuLimit: 250, memory: 64, startup: 20 };

/** Judgement from practice: a start that fits a small application, to be measured and set by the owner. */
const BY_LANGUAGE: Readonly<Record<string, RuntimeNeeds>> = {
  node: { cpu: 100, cpuLimit: 1000, memory: 256, startup: 60 },
  go: NATIVE,
  rust: NATIVE,
  java: JVM,
  kotlin: JVM,
  scala: JVM,
  clojure: JVM,
  ruby: { cpu: 100, cpuLimit: 1000, memory: 512, startup: 90 },
};

const OTHERS: RuntimeNeeds = { cpu: 100, cpuLimit: 1000, memory: 256, startup: 60 };

/** The needs of a language's runtime; of an unknown one those of a middling interpreter. */
export function needsOf(language: string | undefined): RuntimeNeeds {
  return language !== undefined && Object.hasOwn(BY_LANGUAGE, language) ? (BY_LANGUAGE[language] ?? OTHERS) : OTHERS;
}

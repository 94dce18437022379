import type { Confidence } from '../../core/model/evidence.ts';
import type { AppKind, Argv } from '../../core/model/facts.ts';
import type { RelPath } from '../../core/model/paths.ts';
import type { Listen } from './port.ts';

/** How a component is started, with everything that follows from it. */
export interface StartPlan {
  readonly kind: AppKind;
  readonly framework: { readonly id: string; readonly title: string; readonly packages: readonly string[] } | null;
  readonly command: Argv;
  readonly file: RelPath;
  readonly line: number | null;
  readonly confidence: Confidence;
  readonly because: string;
  /** The port that the command listens on where no evidence names one. */
  readonly defaultPort: number | null;
  /** The listening call or setting that names the port. */
  readonly listen: Listen | undefined;
  /** True when the command itself sets host and port, so that the code's own do not count. */
  readonly setsBind: boolean;
  readonly portVariable: string | null;
  readonly bindEnv: Readonly<Record<string, string>>;
  readonly health: string | null;
  readonly handlesSigterm: boolean;
  /** A server that is installed because the project brings none. */
  readonly added: 'gunicorn' | 'uvicorn' | null;
  /** True when the component itself must be installed, for its console script. */
  readonly installsProject: boolean;
  /** Folders that what serves writes to, relative to the component. */
  readonly writable: readonly string[];
  /** Other starts that nothing but their order tells apart. */
  readonly rivals: readonly Pick<StartPlan, 'command' | 'file' | 'line' | 'because'>[];
}

/** A plan for a process without a port. */
export function processPlan(
  plan: Pick<StartPlan, 'kind' | 'command' | 'file' | 'line' | 'because' | 'confidence'> & Partial<StartPlan>,
): StartPlan {
  return {
    framework: null,
    defaultPort: null,
    listen: undefined,
    setsBind: false,
    portVariable: null,
    bindEnv: {},
    health: null,
    handlesSigterm: false,
    added: null,
    installsProject: false,
    writable: [],
    rivals: [],
    ...plan,
  };
}

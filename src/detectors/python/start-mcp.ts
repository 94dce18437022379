import type { Scope } from '../../core/workspace/scope.ts';
import { textOf } from './expression.ts';
import { MCP_SERVER, makerOf } from './listen-parts.ts';
import { canonical, type PyModule } from './module-index.ts';
import { modulesOf } from './modules.ts';
import { listensOf } from './port.ts';
import type { PythonProject } from './project.ts';
import { scriptStart } from './script-command.ts';
import { settingOf } from './settings.ts';
import { processPlan, type StartPlan } from './start-types.ts';

/** The call that runs an MCP server, and what it says. */
interface McpRun {
  readonly module: PyModule;
  readonly line: number;
  readonly isNetwork: boolean;
  /** The library is fastmcp, whose settings come from the environment as well. */
  readonly takesEnv: boolean;
}

function runOf(scope: Scope): McpRun | undefined {
  for (const module of modulesOf(scope)) {
    for (const { expr, line } of module.calls) {
      const maker = makerOf(module, expr);
      if (!/\.run(_async)?$/.test(expr.callee) || !MCP_SERVER.test(maker)) continue;
      const stated = expr.named.get('transport') ?? expr.args[0];
      const transport = textOf(stated) ?? settingOf(scope, module, stated).value;
      const isNetwork = typeof transport === 'string' && transport !== 'stdio';
      return { module, line, isNetwork, takesEnv: maker.startsWith('fastmcp.') };
    }
    // The SDK's own transport over standard input and output.
    const stdio = module.calls.find(({ expr }) => canonical(module, expr.callee) === 'mcp.server.stdio.stdio_server');
    if (stdio !== undefined) return { module, line: stdio.line, isNetwork: false, takesEnv: false };
  }
  return undefined;
}

/**
 * An MCP server: over HTTP it is a server like any other; over standard input and output its client starts it, so that it
 * is a command and nothing for a cluster. Sources: https://gofastmcp.com/deployment/running-server,
 * https://modelcontextprotocol.io/specification/latest/basic/transports
 */
export function mcpPlan(scope: Scope, project: PythonProject | undefined): StartPlan | undefined {
  const run = runOf(scope);
  if (run === undefined) return undefined;
  const { module, line, isNetwork, takesEnv } = run;
  const { command, env } = scriptStart(scope, module);
  const framework = { id: 'mcp', title: 'MCP', packages: ['fastmcp', 'mcp'] };
  const place = { framework, file: module.path, line, confidence: 'source' } as const;
  const scripts = [...(project?.pyproject?.scripts.keys() ?? [])];
  if (!isNetwork) {
    const [script] = project?.pyproject?.isBuilt === true ? scripts : [];
    return processPlan({
      kind: 'cli',
      ...place,
      command: script === undefined ? command : [script],
      because: 'it speaks over standard input and output, and its client starts it',
      bindEnv: script === undefined ? env : {},
      installsProject: script !== undefined,
      handlesSigterm: true,
    });
  }
  const listen = listensOf(scope).find(({ via }) => via === 'mcp');
  const silent = listen?.host == null && listen?.hostVariable == null;
  const hosts = silent
    ? takesEnv
      ? { FASTMCP_HOST: '0.0.0.0' }
      : {}
    : listen?.hostVariable == null
      ? {}
      : { [listen.hostVariable]: '0.0.0.0' };
  const fromEnv = takesEnv && listen?.port == null && listen?.portVariable == null;
  return processPlan({
    kind: 'web',
    ...place,
    command,
    because: 'it serves the protocol over HTTP',
    defaultPort: 8000,
    listen,
    setsBind: silent && takesEnv,
    portVariable: fromEnv ? 'FASTMCP_PORT' : (listen?.portVariable ?? null),
    bindEnv: { ...env, ...hosts },
    handlesSigterm: true,
  });
}

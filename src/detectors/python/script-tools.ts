/** A tool that is started with a script of the project, and brings its own server. */
export interface ScriptTool {
  readonly id: string;
  readonly title: string;
  readonly module: string;
  readonly packages: readonly string[];
  /** The call that makes a script one of the tool's; any script that imports the tool where there is none. */
  readonly call?: RegExp;
  readonly port: number;
  readonly health: string | null;
  /** The words of the command; `{script}` and `{port}` stand for what their names say. */
  readonly command: readonly string[];
  /** Environment in place of flags. */
  readonly env: Readonly<Record<string, string>>;
  readonly portVariable: string | null;
  readonly handlesSigterm: boolean;
  /** Folders that the tool writes to; a list for each file that must be there, the first that fits counts. */
  readonly writable?: readonly { readonly where?: string; readonly folders: readonly string[] }[];
}

type Row = Pick<ScriptTool, 'id' | 'title' | 'port' | 'command'> & Partial<ScriptTool>;

function tool(row: Row): ScriptTool {
  const common = { health: null, env: {}, portVariable: null, handlesSigterm: true } as const;
  return { module: row.id, packages: [row.id], ...common, ...row };
}

/** Sources: each tool's page on deployment. */
export const SCRIPT_TOOLS: readonly ScriptTool[] = [
  tool({
    id: 'streamlit',
    title: 'Streamlit',
    port: 8501,
    health: '/_stcore/health',
    command: [
      ...['streamlit', 'run', '{script}', '--server.address=0.0.0.0', '--server.port={port}'],
      ...['--server.headless=true', '--server.fileWatcherType=none', '--browser.gatherUsageStats=false'],
    ],
  }),
  tool({
    id: 'chainlit',
    title: 'Chainlit',
    port: 8000,
    command: ['chainlit', 'run', '{script}', '--headless', '--host=0.0.0.0', '--port={port}'],
    // Uploads, and the settings and translations that it completes when it starts.
    writable: [
      { where: '.chainlit/config.toml', folders: ['.files', '.chainlit/translations'] },
      { folders: ['.files', '.chainlit'] },
    ],
  }),
  tool({
    id: 'gradio',
    title: 'Gradio',
    call: /\.launch$/,
    port: 7860,
    command: ['python', '{script}'],
    env: { GRADIO_SERVER_NAME: '0.0.0.0', GRADIO_ANALYTICS_ENABLED: 'False' },
    portVariable: 'GRADIO_SERVER_PORT',
    handlesSigterm: false,
  }),
  tool({
    id: 'panel',
    title: 'Panel',
    call: /\.servable$/,
    port: 5006,
    command: ['panel', 'serve', '{script}', '--address=0.0.0.0', '--port={port}', '--allow-websocket-origin=*'],
    handlesSigterm: false,
  }),
  tool({
    id: 'shiny',
    title: 'Shiny for Python',
    port: 8000,
    command: ['shiny', 'run', '--host=0.0.0.0', '--port={port}', '{script}'],
  }),
  tool({
    id: 'marimo',
    title: 'marimo',
    call: /(^|\.)App$/,
    port: 2718,
    health: '/health',
    command: ['marimo', 'run', '{script}', '--host=0.0.0.0', '--port={port}', '--headless'],
  }),
  // It listens on every interface unless the call says otherwise: https://nicegui.io/documentation/run
  tool({
    id: 'nicegui',
    title: 'NiceGUI',
    call: /^ui\.run$/,
    port: 8080,
    command: ['python', '{script}'],
    env: { NICEGUI_STORAGE_PATH: '/tmp/nicegui' },
  }),
];

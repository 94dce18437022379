/** How a framework's application is served. */
export type Protocol = 'wsgi' | 'asgi' | 'sanic' | 'own';

/** A framework whose application is an object or a factory in the code. */
export interface Framework {
  readonly id: string;
  readonly title: string;
  /** The distribution, normalised. */
  readonly packages: readonly string[];
  /** Top-level module of its classes. */
  readonly module: string;
  readonly classes: readonly string[];
  readonly protocol: Protocol;
  /** Where the WSGI or ASGI callable hangs on the object. */
  readonly attribute?: string;
}

/** Sources: each framework's deployment documentation. */
export const FRAMEWORKS: readonly Framework[] = [
  { id: 'flask', title: 'Flask', packages: ['flask'], module: 'flask', classes: ['Flask'], protocol: 'wsgi' },
  { id: 'quart', title: 'Quart', packages: ['quart'], module: 'quart', classes: ['Quart'], protocol: 'asgi' },
  { id: 'fastapi', title: 'FastAPI', packages: ['fastapi'], module: 'fastapi', classes: ['FastAPI'], protocol: 'asgi' },
  {
    id: 'litestar',
    title: 'Litestar',
    packages: ['litestar'],
    module: 'litestar',
    classes: ['Litestar'],
    protocol: 'asgi',
  },
  {
    id: 'starlette',
    title: 'Starlette',
    packages: ['starlette'],
    module: 'starlette',
    classes: ['Starlette'],
    protocol: 'asgi',
  },
  {
    id: 'blacksheep',
    title: 'BlackSheep',
    packages: ['blacksheep'],
    module: 'blacksheep',
    classes: ['Application'],
    protocol: 'asgi',
  },
  { id: 'sanic', title: 'Sanic', packages: ['sanic'], module: 'sanic', classes: ['Sanic'], protocol: 'sanic' },
  {
    id: 'dash',
    title: 'Dash',
    packages: ['dash'],
    module: 'dash',
    classes: ['Dash'],
    protocol: 'wsgi',
    attribute: 'server',
  },
  { id: 'falcon', title: 'Falcon', packages: ['falcon'], module: 'falcon', classes: ['App', 'API'], protocol: 'wsgi' },
  { id: 'bottle', title: 'Bottle', packages: ['bottle'], module: 'bottle', classes: ['Bottle'], protocol: 'wsgi' },
  {
    id: 'fasthtml',
    title: 'FastHTML',
    packages: ['python-fasthtml'],
    module: 'fasthtml',
    classes: ['FastHTML'],
    protocol: 'asgi',
  },
  {
    id: 'aiohttp',
    title: 'aiohttp',
    packages: ['aiohttp'],
    module: 'aiohttp',
    classes: ['Application'],
    protocol: 'own',
  },
  {
    id: 'tornado',
    title: 'Tornado',
    packages: ['tornado'],
    module: 'tornado',
    classes: ['Application'],
    protocol: 'own',
  },
];

/** Servers by protocol, the preferred one first: the distributions that bring them. */
export const SERVERS: Readonly<Record<'wsgi' | 'asgi', readonly (readonly [id: string, ...packages: string[]])[]>> = {
  wsgi: [
    ['gunicorn', 'gunicorn'],
    ['waitress', 'waitress'],
    ['granian', 'granian'],
  ],
  asgi: [
    ['uvicorn', 'uvicorn'],
    ['hypercorn', 'hypercorn'],
    ['granian', 'granian'],
    ['daphne', 'daphne'],
  ],
};

/** Tools that are started with a script of the project, and bring their own server. */
export interface ScriptTool {
  readonly id: string;
  readonly title: string;
  readonly module: string;
  readonly packages: readonly string[];
  readonly port: number;
  readonly health: string | null;
  /** The words before and after the script; `{port}` stands for the port. */
  readonly command: readonly string[];
  /** Environment in place of flags. */
  readonly env: Readonly<Record<string, string>>;
  readonly portVariable: string | null;
  readonly handlesSigterm: boolean;
}

export const SCRIPT_TOOLS: readonly ScriptTool[] = [
  {
    id: 'streamlit',
    title: 'Streamlit',
    module: 'streamlit',
    packages: ['streamlit'],
    port: 8501,
    health: '/_stcore/health',
    command: [
      'streamlit',
      'run',
      '{script}',
      '--server.address=0.0.0.0',
      '--server.port={port}',
      '--server.headless=true',
      '--server.fileWatcherType=none',
      '--browser.gatherUsageStats=false',
    ],
    env: {},
    portVariable: null,
    handlesSigterm: true,
  },
  {
    id: 'chainlit',
    title: 'Chainlit',
    module: 'chainlit',
    packages: ['chainlit'],
    port: 8000,
    health: null,
    command: ['chainlit', 'run', '{script}', '--headless', '--host=0.0.0.0', '--port={port}'],
    env: {},
    portVariable: null,
    handlesSigterm: true,
  },
  {
    id: 'gradio',
    title: 'Gradio',
    module: 'gradio',
    packages: ['gradio'],
    port: 7860,
    health: null,
    command: ['python', '{script}'],
    env: { GRADIO_SERVER_NAME: '0.0.0.0', GRADIO_ANALYTICS_ENABLED: 'False' },
    portVariable: 'GRADIO_SERVER_PORT',
    handlesSigterm: false,
  },
];

/** Tools that have images and charts of their own, or are no application: refused, with what to do instead. */
export const REFUSED: Readonly<Record<string, readonly [title: string, remedy: string]>> = {
  'apache-airflow': ['Airflow', 'Use Airflow’s own chart and image, and build an image that adds the DAGs to it.'],
  dagster: ['Dagster', 'Use Dagster’s own chart, with an image of the code location.'],
  prefect: ['Prefect', 'Use Prefect’s own image and workers.'],
  'dbt-core': ['dbt', 'Run it as a job of the tool that schedules it, with dbt’s own image.'],
  reflex: ['Reflex', 'Export it (`reflex export`) and name the folders of the front end and of the back end.'],
};

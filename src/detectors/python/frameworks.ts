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
  /** The server that the distribution itself depends on. */
  readonly brings?: string;
}

type More = Partial<Pick<Framework, 'packages' | 'attribute' | 'brings'>>;

function row(protocol: Protocol, id: string, title: string, classes: readonly string[], more: More = {}): Framework {
  return { id, title, packages: [id], module: id, classes, protocol, ...more };
}

/** Sources: each framework's deployment documentation. */
export const FRAMEWORKS: readonly Framework[] = [
  row('wsgi', 'flask', 'Flask', ['Flask']),
  row('asgi', 'quart', 'Quart', ['Quart'], { brings: 'hypercorn' }),
  row('asgi', 'fastapi', 'FastAPI', ['FastAPI']),
  row('asgi', 'litestar', 'Litestar', ['Litestar']),
  row('asgi', 'starlette', 'Starlette', ['Starlette']),
  row('asgi', 'blacksheep', 'BlackSheep', ['Application']),
  row('asgi', 'fasthtml', 'FastHTML', ['FastHTML'], { packages: ['python-fasthtml'], brings: 'uvicorn' }),
  row('sanic', 'sanic', 'Sanic', ['Sanic']),
  row('wsgi', 'dash', 'Dash', ['Dash'], { attribute: 'server' }),
  row('wsgi', 'falcon', 'Falcon', ['App', 'API']),
  row('wsgi', 'bottle', 'Bottle', ['Bottle']),
  row('own', 'aiohttp', 'aiohttp', ['Application']),
  row('own', 'tornado', 'Tornado', ['Application']),
  row('own', 'robyn', 'Robyn', ['Robyn']),
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

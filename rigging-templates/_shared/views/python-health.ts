import type { Component } from '../../../src/core/model/app-model.ts';
import type { ContainerFacts } from './container.ts';

/** A string literal of Python; JSON's is one as long as it is ASCII. */
function literal(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * The HEALTHCHECK of a Python server in Python itself, since slim images have no HTTP client: asks the health path, or
 * opens the port where none is known. `null` for a process without a port.
 */
export function pythonHealth(component: Component, { port, health }: ContainerFacts): readonly string[] | null {
  if (port === null) return null;
  const variable = component.facts['app.portVariable'];
  if (health === null) {
    const number = variable === undefined ? String(port) : `int(os.environ[${literal(variable)}])`;
    const modules = variable === undefined ? 'socket' : 'os, socket';
    return ['python', '-c', `import ${modules}; socket.create_connection(("127.0.0.1", ${number}), 2).close()`];
  }
  const url =
    variable === undefined
      ? literal(`http://127.0.0.1:${port}${health}`)
      : `"http://127.0.0.1:" + os.environ[${literal(variable)}] + ${literal(health)}`;
  const modules = variable === undefined ? 'urllib.request' : 'os, urllib.request';
  return ['python', '-c', `import ${modules}; urllib.request.urlopen(${url}, timeout=2)`];
}

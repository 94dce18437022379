import type { Component } from '../../../src/core/model/app-model.ts';
import type { ContainerFacts } from './container.ts';

/**
 * The HEALTHCHECK of a Node or Bun server, in its own runtime since slim images have no HTTP client: asks the health
 * path, or opens the port where no path is known. `null` for a process without a port.
 */
export function healthCommand(component: Component, container: ContainerFacts): readonly string[] | null {
  const { port, health } = container;
  if (port === null) return null;
  const runtime = component.facts['runtime.language'] === 'bun' ? 'bun' : 'node';
  const variable = component.facts['app.portVariable'];
  const shownPort = variable === undefined ? String(port) : `process.env.${variable}`;
  if (health === null) {
    const connect = `require('node:net').connect(${shownPort},'127.0.0.1').on('connect',()=>process.exit(0)).on('error',()=>process.exit(1))`;
    return [runtime, '-e', connect];
  }
  // Single quotes need no escape inside the JSON form; a path that needs one is written as JSON.
  const path = /^[\w\-./~%]+$/.test(health) ? `'${health}'` : JSON.stringify(health);
  const url =
    variable === undefined ? `'http://127.0.0.1:${port}'+${path}` : `'http://127.0.0.1:'+${shownPort}+${path}`;
  return [runtime, '-e', `fetch(${url}).then(r=>process.exit(r.ok?0:1),()=>process.exit(1))`];
}

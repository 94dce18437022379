import type { Component } from '../../../src/core/model/app-model.ts';

/** Non-secret environment that the image of a component sets, in the order of the names. */
export function imageEnv(component: Component, port: number | null): Readonly<Record<string, string>> {
  const { facts } = component;
  if (facts['app.kind'] === 'static') return {};
  const env: Record<string, string> = { ...facts['app.bindEnv'] };
  if (facts['runtime.language'] === 'node' || facts['runtime.language'] === 'bun') env.NODE_ENV = 'production';
  const variable = facts['app.portVariable'];
  if (variable !== undefined && port !== null) env[variable] = String(port);
  return Object.fromEntries(Object.entries(env).sort(([a], [b]) => (a < b ? -1 : 1)));
}

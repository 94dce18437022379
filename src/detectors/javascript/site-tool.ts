import type { SettingSource } from './site-setting.ts';

/** How a tool is told the path below which its pages are reached. */
export interface BaseSource {
  readonly flags?: readonly string[];
  readonly variable?: string;
  readonly configs?: readonly SettingSource[];
  /** True when the setting counts only with this option of the build command. */
  readonly onlyWith?: string;
}

/** A tool that makes a folder of files, as data. */
export interface StaticSite {
  /** The id in the table of frameworks. */
  readonly id: string;
  readonly output: string;
  /** True when one page answers for every path. */
  readonly spa: boolean;
  /** The tool's own build command, for projects without a build script. */
  readonly build: readonly [string, ...string[]];
  /** The options of the build command that move the output. */
  readonly flags?: readonly string[];
  /** The environment variable that moves the output. */
  readonly variable?: string;
  readonly configs: readonly SettingSource[];
  /** The folder inside the output that browsers are served, where the rest is for a server. */
  readonly inside?: string;
  /** True when the first argument of the build command is the root that the output and the configuration lie in. */
  readonly rooted?: boolean;
  /** A setting that names that root, and its default. */
  readonly root?: { readonly by: SettingSource; readonly otherwise: string };
  readonly base?: BaseSource;
  /** Folders of the output that hold nothing but files named after their content. */
  readonly hashed?: readonly string[];
  /** What names another folder instead. */
  readonly hashedBy?: readonly SettingSource[];
  readonly docs: string;
}

/** A setting of a module that a tool reads. */
export function module(stem: string, ...keys: readonly string[]): SettingSource {
  return { stem, keys };
}

/** The path that Vite, or what is built on it, is told. */
export const VITE_BASE = module('vite.config', 'base');

import Handlebars from 'handlebars';
import type { View } from '../model/rigging.ts';
import {
  commentText,
  copyArguments,
  dockerfileValue,
  execForm,
  groovyString,
  json,
  nginxWord,
  shellLine,
  shellWord,
  yamlBlock,
  yamlScalar,
} from './escape.ts';

/** A template that names something its view does not have, or that cannot be parsed. */
export class TemplateError extends Error {
  constructor(template: string, cause: unknown) {
    super(`${template}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = 'TemplateError';
  }
}

function text(value: unknown, helper: string): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new Error(`{{${helper}}} got ${value === null ? 'null' : typeof value}`);
}

function words(value: unknown, helper: string): readonly string[] {
  if (!Array.isArray(value)) throw new Error(`{{${helper}}} needs a list`);
  return value.map((word) => text(word, helper));
}

/** The closed list of helpers; a rigging cannot add to it. Each is pure and escapes for one format. */
const HELPERS: Readonly<Record<string, (...args: unknown[]) => string>> = {
  yaml: (value) =>
    value === null ? 'null' : yamlScalar(typeof value === 'object' ? text(value, 'yaml') : (value as string)),
  yamlBlock: (value) => yamlBlock(value),
  json: (value) => json(value),
  argv: (value) => execForm(words(value, 'argv')),
  shell: (value) => (Array.isArray(value) ? shellLine(words(value, 'shell')) : shellWord(text(value, 'shell'))),
  dockerfile: (value) => dockerfileValue(text(value, 'dockerfile')),
  copy: (value) => copyArguments(words(value, 'copy')),
  groovy: (value) => groovyString(text(value, 'groovy')),
  nginx: (value) => nginxWord(text(value, 'nginx')),
  comment: (value) => commentText(text(value, 'comment')),
  join: (value, separator) => words(value, 'join').join(text(separator, 'join')),
};

/** Handlebars’ strict mode lets an unknown name pass as the subject of a block; these do not. */
function guardBlocks(handlebars: typeof Handlebars): void {
  for (const name of ['if', 'unless', 'each', 'with']) {
    const original = handlebars.helpers[name] as Handlebars.HelperDelegate;
    handlebars.registerHelper(name, function guarded(this: unknown, ...args: unknown[]) {
      if (args[0] === undefined) throw new Error(`{{#${name}}} of a name that the view does not have`);
      return (original as (...all: unknown[]) => unknown).apply(this, args);
    });
  }
}

/** Renders templates by name. */
export interface Engine {
  /** Renders one template with its view; throws {@link TemplateError}. Ends with exactly one newline. */
  render(name: string, template: string, view: View): string;
}

const COMPILE = { noEscape: true, strict: true, knownHelpersOnly: false } as const;

/**
 * An engine with its own Handlebars instance, the closed list of helpers and these partials; nothing is HTML-escaped.
 * Templates and partials are compiled once, when they are first rendered.
 */
export function createEngine(partials: Readonly<Record<string, string>>): Engine {
  const handlebars = Handlebars.create();
  guardBlocks(handlebars);
  for (const [name, helper] of Object.entries(HELPERS)) handlebars.registerHelper(name, helper);
  for (const [name, source] of Object.entries(partials))
    handlebars.registerPartial(name, handlebars.compile(source, COMPILE));
  const compiled = new Map<string, HandlebarsTemplateDelegate>();
  const compile = (template: string) => {
    const known = compiled.get(template) ?? handlebars.compile(template, COMPILE);
    compiled.set(template, known);
    return known;
  };
  return {
    render(name, template, view) {
      try {
        return `${compile(template)(view, { allowProtoPropertiesByDefault: false })
          .replace(/[ \t]+$/gm, '')
          .replace(/\n+$/, '')}\n`;
      } catch (cause) {
        throw new TemplateError(name, cause);
      }
    },
  };
}

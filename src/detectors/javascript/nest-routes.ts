import type { Decorator, Node } from '@babel/types';
import { bare, dotted, propertyOf, stringIn } from './expressions.ts';
import type { ModuleIndex } from './module-index.ts';
import { joinRoute } from './route-prefixes.ts';
import type { Route } from './routes.ts';
import { lineOf } from './walk.ts';

/** The paths of a decorator's argument: none, a text, a list, or `{ path }`. */
function pathsOf(decorator: Decorator): readonly string[] {
  const call = bare(decorator.expression);
  const argument = call.type === 'CallExpression' ? call.arguments[0] : undefined;
  return argument === undefined ? [''] : textsOf(argument);
}

function textsOf(node: Node): readonly string[] {
  const text = stringIn(node);
  if (text !== undefined) return [text];
  if (node.type === 'ArrayExpression') return node.elements.flatMap((one) => (one === null ? [] : textsOf(one)));
  const path = node.type === 'ObjectExpression' ? propertyOf(node, 'path') : undefined;
  return path === undefined ? [] : textsOf(path);
}

function decoratorNamed(decorators: readonly Decorator[] | null | undefined, name: string): Decorator | undefined {
  return decorators?.find(({ expression }) => {
    const at = bare(expression);
    return dotted(at.type === 'CallExpression' ? at.callee : at) === name;
  });
}

interface GlobalPrefix {
  readonly prefix: string;
  readonly except: readonly string[];
}

function globalPrefix(modules: readonly ModuleIndex[]): GlobalPrefix {
  for (const { calls } of modules) {
    for (const { method, node } of calls) {
      if (method !== 'setGlobalPrefix') continue;
      const [first, options] = node.arguments;
      const exclude = options?.type === 'ObjectExpression' ? propertyOf(options, 'exclude') : undefined;
      const except = exclude === undefined ? [] : textsOf(exclude).map((path) => joinRoute(path));
      return { prefix: stringIn(first) ?? '', except };
    }
  }
  return { prefix: '', except: [] };
}

/**
 * The GET routes of NestJS controllers, with the controller's path and the global prefix.
 * Source: https://docs.nestjs.com/controllers and https://docs.nestjs.com/faq/global-prefix
 */
export function decoratedRoutes(modules: readonly ModuleIndex[]): readonly Route[] {
  const { prefix, except } = globalPrefix(modules);
  const found: Route[] = [];
  for (const module of modules) {
    for (const node of module.classes) {
      const controller = decoratorNamed(node.decorators, 'Controller');
      if (controller === undefined) continue;
      for (const member of node.body.body) {
        if (member.type !== 'ClassMethod') continue;
        const get = decoratorNamed(member.decorators, 'Get') ?? decoratorNamed(member.decorators, 'All');
        if (get === undefined) continue;
        for (const outer of pathsOf(controller)) {
          for (const inner of pathsOf(get)) {
            const own = joinRoute(outer, inner);
            const path = except.includes(own) ? own : joinRoute(prefix, own);
            found.push({ path, file: module.path, line: lineOf(get) });
          }
        }
      }
    }
  }
  return found;
}

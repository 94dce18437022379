import type { Scope } from '../../core/workspace/scope.ts';
import type { Call, Expr } from './expression.ts';
import { canonical, type PyModule } from './module-index.ts';
import { definitionOf } from './modules.ts';

/** What an expression comes down to: a plain value, and the environment variable that may set it. */
export interface Setting {
  readonly value: string | number | boolean | null;
  readonly variable: string | null;
}

/** Functions that read an environment variable, by their full name. */
const READERS: ReadonlySet<string> = new Set([
  'os.environ.get',
  'os.getenv',
  'environ.get',
  'decouple.config',
  'environ.Env',
]);

/** True when a call reads the environment: os, decouple, environs, django-environ or starlette's Config. */
export function readsEnvironment(module: PyModule, call: Call): boolean {
  const name = canonical(module, call.callee);
  if (READERS.has(name) || name === 'os.environ.setdefault' || name === 'os.environ.pop') return true;
  const [head = '', ...rest] = call.callee.split('.');
  const made = module.assignments.find(({ target }) => target === head)?.value;
  const maker = made?.kind === 'call' ? canonical(module, made.callee) : '';
  if (/^(environs\.Env|environ\.Env|environ\.FileAwareEnv|decouple\.Config|starlette\.config\.Config)$/.test(maker)) {
    return (
      rest.length === 0 ||
      /^(str|bool|int|float|list|tuple|dict|json|url|db|db_url|cache|cache_url|email|email_url|path|get_value)$/.test(
        rest.join('.'),
      )
    );
  }
  // Settings split over files take the reader that another one made, by its name or with everything else of that file.
  const isShared = module.imports.get('env') !== undefined || module.imported.some(({ name: one }) => one === '*');
  return head === 'env' && made === undefined && isShared;
}

/** The default of a read: the second argument, or `default=`. */
export function defaultOf(call: Call): Expr | undefined {
  return call.named.get('default') ?? call.args[1];
}

function combine(one: Setting, other: Setting): Setting {
  return { value: one.value ?? other.value, variable: one.variable ?? other.variable };
}

const NONE: Setting = { value: null, variable: null };

/** `settings.port`: the default of a field of the class that `settings` is an instance of. */
function fieldOf(scope: Scope, module: PyModule, path: string) {
  const [variable = '', field, ...rest] = path.split('.');
  const found = field === undefined || rest.length > 0 ? undefined : definitionOf(scope, module, variable);
  const made = found?.module.assignments.find(({ target, owner }) => target === found.name && owner === '')?.value;
  const type =
    made?.kind === 'call' && found !== undefined ? definitionOf(scope, found.module, made.callee) : undefined;
  const value = type?.module.assignments.find(({ target, owner }) => owner === type.name && target === field)?.value;
  return type === undefined || value === undefined ? undefined : { module: type.module, value };
}

/** Reads a setting: literals, names of constants, environment reads with their defaults, conversions around them. */
export function settingOf(scope: Scope, module: PyModule, expr: Expr | undefined, depth = 0): Setting {
  if (expr === undefined || depth > 6) return NONE;
  const read = (one: Expr | undefined) => settingOf(scope, module, one, depth + 1);
  switch (expr.kind) {
    case 'text':
    case 'number':
      return { value: expr.value, variable: null };
    case 'constant':
      return { value: expr.value, variable: null };
    case 'binary':
      return expr.operator === 'or' ? combine(read(expr.left), read(expr.right)) : NONE;
    case 'choice':
      return combine(read(expr.yes), read(expr.no));
    case 'item':
      return expr.of.kind === 'name' && canonical(module, expr.of.path) === 'os.environ' && expr.key.kind === 'text'
        ? { value: null, variable: expr.key.value }
        : NONE;
    case 'call': {
      const [first] = expr.args;
      if (readsEnvironment(module, expr) && first?.kind === 'text')
        return { value: read(defaultOf(expr)).value, variable: first.value };
      return /^(int|str|float|bool)$/.test(expr.callee) ? read(first) : NONE;
    }
    case 'name': {
      const field = fieldOf(scope, module, expr.path);
      if (field !== undefined) return settingOf(scope, field.module, field.value, depth + 1);
      const found = definitionOf(scope, module, expr.path);
      const assigned = found?.module.assignments.find(({ target, owner }) => target === found.name && owner === '');
      return found === undefined || assigned === undefined
        ? NONE
        : settingOf(scope, found.module, assigned.value, depth + 1);
    }
    default:
      return NONE;
  }
}

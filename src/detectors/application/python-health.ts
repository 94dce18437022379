import { type Claim, defineDetector, type Notice } from '../../core/model/detector.ts';
import type { RelPath } from '../../core/model/paths.ts';
import type { Scope } from '../../core/workspace/scope.ts';
import { djangoSite, settingNamed } from '../python/django.ts';
import { textOf } from '../python/expression.ts';
import { isPython, PYTHON_TRIGGER } from '../python/python-component.ts';
import { healthRoute } from '../python/routes.ts';
import { pythonRefusal, pythonStart } from '../python/start-plan.ts';

/** How Django treats a probe's Host header, which is the pod's address: `any`, only these hosts, or what is set at run. */
function hostsOf(scope: Scope): {
  readonly rule: 'any' | 'fixed' | 'set';
  readonly file?: string;
  readonly line?: number;
} {
  const site = djangoSite(scope);
  const found = site && settingNamed(site, 'ALLOWED_HOSTS');
  if (found === undefined) return { rule: 'any' };
  const { value, module, line } = found;
  if (value.kind !== 'list') return { rule: 'set', file: module.path, line };
  const open = value.items.some((item) => textOf(item) === '*');
  const plain = value.items.every((item) => item.kind === 'text');
  return { rule: open ? 'any' : plain ? 'fixed' : 'set', file: module.path, line };
}

/** The setting by which Django answers a probe over HTTP with a redirect to HTTPS; `undefined` where the path is exempt. */
function redirectOf(scope: Scope, path: string): { readonly file: RelPath; readonly line: number } | undefined {
  const site = djangoSite(scope);
  const found = site && settingNamed(site, 'SECURE_SSL_REDIRECT');
  if (site === undefined || found?.value.kind !== 'constant' || found.value.value !== true) return undefined;
  const exempt = settingNamed(site, 'SECURE_REDIRECT_EXEMPT')?.value;
  const last = path.split('/').findLast((part) => part !== '') ?? '';
  const isExempt = exempt?.kind === 'list' && exempt.items.some((item) => textOf(item)?.includes(last) === true);
  return isExempt ? undefined : { file: found.module.path, line: found.line };
}

/** A GET route at a usual health path; none for a Django that would refuse the probe's Host header. */
export const pythonHealth = defineDetector({
  id: 'python-health',
  layer: 'application',
  title: 'Health path from the routes of a Python application',
  docs: 'https://docs.djangoproject.com/en/5.2/ref/settings/#allowed-hosts',
  when: PYTHON_TRIGGER,
  *detect(scope, known): Iterable<Claim<'application'> | Notice> {
    if (!isPython(scope, known) || pythonRefusal(scope) !== undefined || pythonStart(scope)?.kind !== 'web') return;
    const route = healthRoute(scope);
    if (route === undefined) return;
    const { rule } = hostsOf(scope);
    const { path, file, line } = route;
    const redirect = redirectOf(scope, path);
    if (redirect !== undefined) {
      const detail = `SECURE_SSL_REDIRECT answers a probe of ${path} with a redirect to HTTPS; the port is probed instead`;
      const hint = `Take the path out of it: SECURE_REDIRECT_EXEMPT = [r"^${path.slice(1)}$"].`;
      yield { diagnostic: { code: 'DRK1108', severity: 'info', detail, hint, at: redirect } };
      return;
    }
    if (rule !== 'any') {
      const { file: settings, line: at } = hostsOf(scope);
      const fixed = rule === 'fixed';
      const detail = fixed
        ? `ALLOWED_HOSTS leaves out the address that a probe asks, so that ${path} would answer 400; the port is probed instead`
        : `a probe of ${path} is answered only where ALLOWED_HOSTS holds the pod's address or "*"`;
      const hint =
        'Let ALLOWED_HOSTS hold "*" and check the host at the ingress, or answer the health path in a middleware before the check.';
      const place = settings === undefined ? {} : { at: { file: settings as typeof file, line: at ?? null } };
      yield { diagnostic: { code: 'DRK1108', severity: 'info', detail, hint, ...place } };
      if (fixed) return;
    }
    yield {
      field: 'app.health',
      value: path,
      file,
      line,
      confidence: 'source',
      because: `a route answers GET ${path}`,
    };
  },
});

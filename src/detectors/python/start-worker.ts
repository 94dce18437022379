import type { Scope } from '../../core/workspace/scope.ts';
import { has, type PythonProject } from './project.ts';
import { processPlan, type StartPlan } from './start-types.ts';
import { spiderOf, workersOf } from './workers.ts';

/** A queue's worker or a spider with nothing that serves: it is the component itself. */
export function workerPlan(scope: Scope, project: PythonProject | undefined): StartPlan | undefined {
  const [worker] = workersOf(scope, project);
  if (worker !== undefined) {
    const { command, file, line, because } = worker;
    return processPlan({ kind: 'worker', command, file, line, confidence: 'source', because, handlesSigterm: true });
  }
  const spider = has(project, 'scrapy') || scope.project.has(scope.at('scrapy.cfg')) ? spiderOf(scope) : undefined;
  if (spider === undefined) return undefined;
  const { file, line, name, count } = spider;
  return processPlan({
    kind: 'job',
    framework: { id: 'scrapy', title: 'Scrapy', packages: ['scrapy'] },
    command: ['scrapy', 'crawl', name],
    file,
    line,
    confidence: 'source',
    because: count > 1 ? `${name} is the first of ${count} spiders` : `${name} is the only spider`,
    handlesSigterm: true,
  });
}

import { defineDetector } from '../../core/model/detector.ts';
import { BUILD_SCRIPTS } from '../javascript/build-scripts.ts';
import { builtPages } from '../javascript/built-pages.ts';
import { configFile, configText } from '../javascript/config-file.ts';
import { frameworkOf } from '../javascript/framework-of.ts';
import { isNodeComponent, runProgram, runScript } from '../javascript/node-component.ts';
import { dependencyLine, nodeProject } from '../javascript/node-project.ts';
import { refusalOf } from '../javascript/refusal.ts';
import { hashedFolders, outputElsewhere, siteOutput } from '../javascript/site-output.ts';
import { buildUses, toldByConfig } from '../javascript/site-setting.ts';
import { startPlan } from '../javascript/start-plan.ts';
import { STATIC_SITES } from '../javascript/static-sites.ts';

/** Sites that are built to a folder of files and served by a web server. */
export const staticSite = defineDetector({
  id: 'static-site',
  layer: 'application',
  title: 'Single-page applications and site generators',
  docs: 'https://vite.dev/guide/static-deploy',
  when: { nearestFile: ['package.json'] },
  *detect(scope, known) {
    const found = frameworkOf(scope);
    const project = nodeProject(scope);
    const site = STATIC_SITES.find(({ id }) => id === found?.framework.id);
    if (!isNodeComponent(scope, known) || found === undefined || project === undefined || site === undefined) return;
    if (refusalOf(scope) !== undefined) return;
    const place = { file: project.path, line: dependencyLine(project, found.packageName) };
    const because = `${found.framework.title} builds files for a web server`;
    yield { field: 'app.kind', value: 'static', ...place, confidence: 'convention', because };
    const pages = builtPages(scope).get(site.id);
    const elsewhere = outputElsewhere(scope, site);
    const output = pages ?? siteOutput(scope, site);
    if (output !== undefined && (elsewhere === undefined || output.confidence !== 'convention')) {
      const { path, file, line, confidence } = output;
      yield { field: 'app.output', value: path, file, line, confidence, because: output.because };
    }
    if (pages?.hasSources === true) {
      const beside = 'the folder holds pages of the project, too';
      yield { field: 'app.outputHasSources', value: true, ...place, confidence: 'config', because: beside };
    }
    if (pages !== undefined && pages.files.length > 0) {
      const asked = 'what browsers ask for in this folder';
      yield { field: 'app.files', value: pages.files, ...place, confidence: 'convention', because: asked };
    }
    const moved = toldByConfig(scope, site.hashedBy ?? []);
    const hashed = hashedFolders(scope, moved === undefined ? (site.hashed ?? []) : [moved.value]);
    if (hashed.length > 0) {
      const named = `${found.framework.title} names these files after their content`;
      yield { field: 'app.hashedFolders', value: hashed, ...place, confidence: 'convention', because: named };
    }
    if (elsewhere !== undefined) {
      const { path, file, line, confidence } = elsewhere;
      yield { field: 'app.builtInto', value: path, file, line, confidence, because: elsewhere.because };
    }
    const served = startPlan(scope).files;
    const single = served?.run.args.some((arg) => arg === '-s' || arg === '--single') === true;
    if (served !== undefined && single) {
      const reason = `the ${served.script} script serves one page for every path`;
      yield {
        field: 'app.spaFallback',
        value: true,
        file: project.path,
        line: served.line,
        confidence: 'manifest',
        because: reason,
      };
    }
    const appType = configText(scope, configFile(scope, 'vite.config'), 'appType');
    if (site.id === 'vite' && appType?.value === 'mpa') {
      yield {
        field: 'app.spaFallback',
        value: false,
        file: appType.file,
        line: appType.line,
        confidence: 'config',
        because: 'appType is mpa',
      };
    }
    const habit = site.spa
      ? `${found.framework.title} applications route in the browser`
      : `${found.framework.title} writes one page for each path`;
    yield { field: 'app.spaFallback', value: site.spa, ...place, confidence: 'convention', because: habit };
    if (BUILD_SCRIPTS.some((name) => project.manifest.scripts.has(name))) return;
    const [use] = buildUses(scope, site.id === 'parcel' ? ['parcel'] : site.build);
    if (use !== undefined) {
      const { script, file, line } = use;
      const reason = `the ${script} script calls ${site.build[0]}`;
      yield { field: 'app.build', value: runScript(known, script), file, line, confidence: 'config', because: reason };
      return;
    }
    const build = `no script builds it; this is the command of ${found.framework.title}`;
    yield {
      field: 'app.build',
      value: runProgram(known, ...site.build),
      ...place,
      confidence: 'convention',
      because: build,
    };
  },
});

import { scopeOf } from '../../../src/core/workspace/from-map.ts';
import { kindOf } from '../../../src/detectors/jvm/kind.ts';
import { jvmProject } from '../../../src/detectors/jvm/project.ts';

function kind(runtime: string): string | undefined {
  const build = `plugins {\n  id("io.micronaut.application") version "4.4.4"\n}\nmicronaut {\n  runtime("${runtime}")\n}\n`;
  const main = 'package a;\npublic class App {\n  public static void main(String[] args) {}\n}\n';
  const scope = scopeOf({ 'build.gradle': build, 'src/main/java/a/App.java': main });
  const project = jvmProject(scope);
  return project && kindOf(scope, project).kind;
}

describe('the runtime that the Gradle plugin of Micronaut names', () => {
  it.each(['netty', 'jetty', 'tomcat'])('%s serves, though no dependency says so', (name) => {
    expect(kind(name)).toBe('web');
  });

  it('serves nothing for a function', () => {
    expect(kind('lambda_java')).toBe('job');
  });
});

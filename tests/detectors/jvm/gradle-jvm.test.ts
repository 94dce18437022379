import fc from 'fast-check';
import { scopeOf } from '../../../src/core/workspace/from-map.ts';
import { readGradle } from '../../../src/detectors/jvm/gradle.ts';
import { parseGradle, tokensOf } from '../../../src/detectors/jvm/gradle-tokens.ts';

describe('the tokenizer of Gradle scripts', () => {
  it('is total, and never gives a line that is not there', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '"', "'", '{', '}', '(', ')', '\n', '/', '*', '\\', '$', ' ', '=') }),
        (text) => {
          const lines = text.split('\n').length;
          for (const { line } of tokensOf(text)) expect(line >= 1 && line <= lines).toBe(true);
          parseGradle(text);
        },
      ),
    );
  });

  it('leaves comments out and keeps strings with comment signs in them', () => {
    const tokens = tokensOf('a "http://x" // b\n/* c\nd */ e').filter(({ text }) => text !== '\n');
    expect(tokens.map(({ text, line }) => [text, line])).toEqual([
      ['a', 1],
      ['http://x', 1],
      ['e', 3],
    ]);
  });
});

describe('a Gradle project', () => {
  const files = {
    'settings.gradle': "rootProject.name = 'fleet'\ninclude 'ships:tug', 'port'\n",
    'gradle/libs.versions.toml':
      '[versions]\nboot = "3.5.8"\n[libraries]\nweb-starter = { module = "org.springframework.boot:spring-boot-starter-web" }\n[plugins]\nspring-boot = { id = "org.springframework.boot", version.ref = "boot" }\n',
    'ships/tug/build.gradle.kts':
      'plugins {\n  alias(libs.plugins.spring.boot)\n  id("java")\n}\nversion = "1.4"\ndependencies {\n  implementation(libs.web.starter)\n  implementation(project(":port"))\n  runtimeOnly("org.postgresql:postgresql:42.7.8")\n}\n',
    'port/build.gradle': "apply plugin: 'java-library'\n",
  };

  it('is read with its catalog, its path and its place', () => {
    const project = readGradle(scopeOf(files, 'ships/tug'), 'ships/tug' as never);
    expect(project).toMatchObject({
      id: ':ships:tug',
      name: 'tug',
      root: '.',
      version: { text: '1.4', line: 5 },
      projects: [':port'],
    });
    expect(project?.plugins.map(({ artifact, version }) => [artifact, version])).toEqual([
      ['org.springframework.boot', '3.5.8'],
      ['java', null],
    ]);
    expect(project?.dependencies.map(({ artifact, version, line }) => [artifact, version, line])).toEqual([
      ['spring-boot-starter-web', null, 7],
      ['postgresql', '42.7.8', 9],
    ]);
  });
});

import { jvmVersion } from '../../../src/detectors/runtime/jvm-version.ts';
import { run } from '../run-detector.ts';

const MAIN = 'package a;\npublic class Main { public static void main(String[] args) { } }\n';

function pom(properties: string): Readonly<Record<string, string>> {
  return {
    'pom.xml': `<project>\n<artifactId>a</artifactId>\n<version>1</version>\n<properties>\n${properties}\n</properties>\n</project>\n`,
    'src/main/java/a/Main.java': MAIN,
  };
}

function versionOf(files: Readonly<Record<string, string>>) {
  const { facts, diagnostics } = run(jvmVersion, files);
  return { version: facts['runtime.version']?.resolved, codes: diagnostics.map(({ code }) => code) };
}

describe('the Java version', () => {
  it.each([
    ['<maven.compiler.release>17</maven.compiler.release>', '17'],
    ['<java.version>1.8</java.version>', '8'],
    ['<jdk>25</jdk>\n<maven.compiler.source>${jdk}</maven.compiler.source>', '25'],
  ])('is read from %s', (properties, version) => {
    expect(versionOf(pom(properties))).toEqual({ version, codes: [] });
  });

  it('is the next line with long support where the level is without fixes', () => {
    expect(versionOf(pom('<java.version>19</java.version>'))).toEqual({ version: '21', codes: ['DRK1105'] });
  });

  it('is that of an exact file where it is high enough', () => {
    const files = { ...pom('<java.version>17</java.version>'), '.sdkmanrc': '# sdk\njava=21.0.4-tem\n' };
    expect(versionOf(files)).toEqual({ version: '21', codes: [] });
  });

  it('is told about where files disagree, or name no release', () => {
    expect(versionOf({ ...pom('<java.version>21</java.version>'), '.java-version': '17\n' })).toEqual({
      version: '21',
      codes: ['DRK1104'],
    });
    expect(versionOf({ ...pom(''), '.tool-versions': 'java temurin-99.0.1\n' })).toEqual({
      version: undefined,
      codes: ['DRK1006'],
    });
  });

  it.each([
    ['java { toolchain { languageVersion = JavaLanguageVersion.of(17) } }', '17'],
    ['kotlin {\n  jvmToolchain(25)\n}', '25'],
    ['sourceCompatibility = JavaVersion.VERSION_11', '11'],
    ["java {\n  sourceCompatibility = '1.8'\n}", '8'],
    ['// jvmToolchain(8)\njava { toolchain { languageVersion.set(JavaLanguageVersion.of(21)) } }', '21'],
  ])('is read from a Gradle script: %s', (script, version) => {
    expect(versionOf({ 'build.gradle': `${script}\n`, 'src/main/java/a/Main.java': MAIN })).toEqual({
      version,
      codes: [],
    });
  });
});

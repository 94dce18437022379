import type { Language } from '../../../src/core/model/facts.ts';
import { jvmFrameworks } from '../../../src/detectors/application/jvm-frameworks.ts';
import { jvmProgram } from '../../../src/detectors/application/jvm-program.ts';
import { jvmServer } from '../../../src/detectors/application/jvm-server.ts';
import { run } from '../run-detector.ts';

const KNOWN = { 'runtime.language': 'java' as Language };

function project(dependencies: readonly string[], settings: Readonly<Record<string, string>> = {}) {
  const all = dependencies.map(
    (one) => `<dependency><groupId>org.springframework.boot</groupId><artifactId>${one}</artifactId></dependency>`,
  );
  return {
    'pom.xml': `<project><artifactId>a</artifactId><version>1</version><dependencies>${all.join('')}</dependencies><build><plugins><plugin><groupId>org.springframework.boot</groupId><artifactId>spring-boot-maven-plugin</artifactId></plugin></plugins></build></project>`,
    'src/main/java/a/Main.java': 'package a;\nclass Main { public static void main(String[] args) { } }\n',
    ...settings,
  };
}

describe('a Spring Boot application', () => {
  it.each([
    [{}, 8080],
    [{ 'src/main/resources/application.properties': 'server.port=9001\n' }, 9001],
    [{ 'src/main/resources/application.yml': 'server: # the door\n  port: "${DOOR:9002}" # usual\n' }, 9002],
    [
      {
        'src/main/resources/application.yml':
          'server:\n  port: 9003\n---\nspring.config.activate.on-profile: x\nserver.port: 9009\n',
      },
      9003,
    ],
    [
      {
        'src/main/resources/application.yml': 'spring.profiles.active: x\nserver.port: 9003\n',
        'src/main/resources/application-x.properties': 'server.port=9004',
      },
      9004,
    ],
  ])('listens on the port of its settings: %j', (settings, port) => {
    const files = project(['spring-boot-starter-web'], settings as Record<string, string>);
    expect(run(jvmProgram, files, '.', KNOWN).facts['app.kind']).toBe('web');
    expect(run(jvmServer, files, '.', KNOWN).facts['app.port']).toBe(port);
  });

  it('without a web starter is no server', () => {
    expect(run(jvmProgram, project(['spring-boot-starter-amqp']), '.', KNOWN).facts['app.kind']).toBe('worker');
  });

  it('answers its readiness below its own paths, unless they have a port of their own', () => {
    const starters = ['spring-boot-starter-web', 'spring-boot-starter-actuator'];
    const paths = {
      'src/main/resources/application.properties':
        'server.servlet.context-path=/shop\nmanagement.endpoints.web.base-path=/ops\n',
    };
    expect(run(jvmFrameworks, project(starters, paths), '.', KNOWN).facts['app.health']).toBe(
      '/shop/ops/health/readiness',
    );
    const apart = { 'src/main/resources/application.properties': 'management.server.port=9090\n' };
    const ran = run(jvmFrameworks, project(starters, apart), '.', KNOWN);
    expect([ran.facts['app.health'], ran.diagnostics.map(({ code }) => code)]).toEqual([undefined, ['DRK1108']]);
  });
});

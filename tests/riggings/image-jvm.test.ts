import { view } from '../../rigging-templates/image-jvm/view.ts';
import type { Facts, Language } from '../../src/core/model/facts.ts';
import { relPath } from '../../src/core/model/paths.ts';
import { component, model } from './render-rigging.ts';

const BOOT: Partial<Facts> = {
  'app.kind': 'web',
  'app.port': 8301,
  'app.version': '1.2.0',
  'app.framework': { name: 'spring-boot', version: '3.5.1' },
  'app.build': ['mvn', '--batch-mode', 'package'],
  'app.files': ['target/desk-1.2.0.jar'],
  'app.start': ['java', '-jar', 'desk.jar'],
  'runtime.language': 'java' as Language,
  'runtime.version': { raw: '21', resolved: '21' },
  'runtime.packageManager': { id: 'maven', version: null, lockfile: null, root: relPath('.') },
  'runtime.installFiles': ['pom.xml'],
};

function viewOf(facts: Partial<Facts>) {
  const one = component('desk', { ...BOOT, ...facts });
  return view({ component: one, components: [one], model: model('desk', one), options: {}, optionsOf: {}, data: {} });
}

describe('the view of a JVM image', () => {
  it('takes Spring Boot’s jar apart as its version can', () => {
    expect(viewOf({})).toMatchObject({
      layered: true,
      jar: '/app/target/desk-*.jar',
      command: ['java', '-jar', 'desk.jar'],
    });
    const older = viewOf({ 'app.framework': { name: 'spring-boot', version: '3.2.4' } });
    expect(older.command).toEqual(['java', 'org.springframework.boot.loader.launch.JarLauncher']);
    expect(older.extract).toMatch(/layertools/);
    expect(viewOf({ 'app.framework': { name: 'spring-boot', version: '2.7.18' } }).command).toEqual([
      'java',
      'org.springframework.boot.loader.JarLauncher',
    ]);
    expect(viewOf({ 'app.framework': { name: 'spring-boot', version: '2.1.0' } })).toMatchObject({
      layered: false,
      copies: ['/app/target/desk-*.jar ./desk.jar'],
    });
  });

  it('asks for a graceful stop where the version does not stop so by itself', () => {
    const names = (version: string) =>
      (viewOf({ 'app.framework': { name: 'spring-boot', version } }).env as { name: string }[]).map(({ name }) => name);
    expect(names('3.3.9')).toContain('SERVER_SHUTDOWN');
    expect(names('3.4.0')).not.toContain('SERVER_SHUTDOWN');
  });

  it('lets no name of the project into a shell line', () => {
    const { jar, copies } = viewOf({
      'app.framework': { name: 'javalin', version: null },
      'app.files': ['target/a-1.2.0; touch x.jar'],
    });
    expect(jar).toBe("'/app/target/a-1.2.0; touch x.jar'");
    expect(copies).toEqual(['["/app/target/a-1.2.0; touch x.jar", "./desk.jar"]']);
    expect(
      viewOf({ 'app.framework': { name: 'javalin', version: null }, 'app.files': ['target/a b-1.2.0.jar'] }).copies,
    ).toEqual(['["/app/target/a b-*.jar", "./desk.jar"]']);
  });

  it('copies what changes least first', () => {
    const files = ['target/quarkus-app/app/', 'target/quarkus-app/lib/', 'target/quarkus-app/quarkus-run.jar'];
    const { copies } = viewOf({
      'app.framework': { name: 'quarkus', version: null },
      'app.files': files,
      'app.start': ['java', '-jar', 'quarkus-run.jar'],
    });
    expect(copies).toEqual([
      '/app/target/quarkus-app/lib ./lib',
      '/app/target/quarkus-app/quarkus-run.jar ./quarkus-run.jar',
      '/app/target/quarkus-app/app ./app',
    ]);
  });

  it('unpacks a WAR for Tomcat', () => {
    const facts = {
      'app.framework': undefined,
      'app.files': ['target/shop.war'],
      'app.start': ['catalina.sh', 'run'],
    } as unknown as Partial<Facts>;
    expect(viewOf(facts)).toMatchObject({
      exploded: true,
      layered: false,
      copies: ['/webapp /usr/local/tomcat/webapps/ROOT'],
    });
  });
});

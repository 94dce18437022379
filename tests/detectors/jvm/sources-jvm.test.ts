import fc from 'fast-check';
import { scopeOf } from '../../../src/core/workspace/from-map.ts';
import { environmentReads } from '../../../src/detectors/jvm/env-reads.ts';
import { listens } from '../../../src/detectors/jvm/listens.ts';
import { mainClasses } from '../../../src/detectors/jvm/main-classes.ts';
import { routes } from '../../../src/detectors/jvm/routes.ts';
import { readSource } from '../../../src/detectors/jvm/sources.ts';

const javaOf = (body: string) => scopeOf({ 'A.java': body }, '.');

describe('main classes', () => {
  it.each([
    [
      'a/B.java',
      'package a;\n// class X { static void main(String[] x) {} }\nclass B { public static void main(String... x) {} }',
      'a.B',
    ],
    ['B.java', 'class B { static class C { static void main(String[] x) {} } }', 'B$C'],
    ['Solo.java', 'void main() { }', 'Solo'],
    ['boot.kt', 'package k\nfun helper() {}\nsuspend fun main(args: Array<String>) {}', 'k.BootKt'],
    ['boot.kt', '@file:JvmName("Boot")\npackage k\nfun main() {}', 'k.Boot'],
    ['O.kt', 'object O {\n  @JvmStatic fun main(args: Array<String>) {}\n}', 'O'],
    ['O.scala', 'package a\npackage b\nobject O extends IOApp.Simple:\n  def run = ???', 'a.b.O'],
    ['M.scala', 'package a\n@main def serve(port: Int) = println(port)', 'a.serve'],
  ])('%s', (path, text, name) => {
    expect(mainClasses(scopeOf({ [path]: text }, '.')).map((one) => one.name)).toEqual([name]);
  });

  it.each([
    'class B { void main(String[] x) {} }',
    'class B { String s = "static void main(String[] a)"; }',
    'class B { static int main(String[] x) { return 1; } }',
  ])('none in %j', (text) => {
    expect(mainClasses(javaOf(text))).toEqual([]);
  });
});

describe('calls that listen', () => {
  it.each([
    ['new InetSocketAddress(8181)', 8181, null, null],
    ['new InetSocketAddress("127.0.0.1", PORT); } static final int PORT = 8_182; {', 8182, null, '127.0.0.1'],
    ['new ServerSocket(Integer.parseInt(System.getenv().getOrDefault("P", "8183")))', 8183, 'P', null],
    ['new InetSocketAddress(InetAddress.getLoopbackAddress(), 8184)', 8184, null, 'localhost'],
  ])('%s', (call, port, variable, host) => {
    expect(listens(javaOf(`class A { void a() { var x = ${call}; } }`))[0]).toMatchObject({ port, variable, host });
  });

  it('are none where a client connects, or a comment says so', () => {
    expect(
      listens(javaOf('class A { { socket.connect(new InetSocketAddress("db", 5432)); /* new ServerSocket(80) */ } }')),
    ).toEqual([]);
  });

  it('go through the configuration', () => {
    const files = {
      'src/main/scala/A.scala': 'object A { val p = conf.getInt("a.port"); Http().newServerAt("0.0.0.0", p) }',
      'src/main/resources/application.conf': 'a { port = 8185\n port = ${?A_PORT} }',
    };
    expect(listens(scopeOf(files, '.'))[0]).toMatchObject({ port: 8185, variable: 'A_PORT', host: '0.0.0.0' });
  });
});

describe('environment variables', () => {
  it.each([
    ['A.java', 'System.getenv("X")', null],
    ['A.java', 'Objects.requireNonNullElse(System.getenv("X"), "d")', 'd'],
    ['A.java', 'Optional.ofNullable(System.getenv("X")).orElse("d")', 'd'],
    ['A.kt', 'val a = System.getenv("X") ?: "d"', 'd'],
    ['A.kt', 'val a = System.getenv()["X"]', null],
    ['A.scala', 'val a = sys.env.getOrElse("X", "d")', 'd'],
    ['a.clj', '(ns a) (or (System/getenv "X") "d")', 'd'],
  ])('%s: %s', (path, text, value) => {
    expect(environmentReads(scopeOf({ [path]: text }, '.'))).toMatchObject([{ name: 'X', default: value, line: 1 }]);
  });

  it('of annotations are those in capital letters', () => {
    const text = 'class A { @Value("${A_B:c}") String a; @Value("${a.b}") String b; }';
    expect(environmentReads(javaOf(text))).toMatchObject([{ name: 'A_B', default: 'c' }]);
  });
});

describe('routes', () => {
  it.each([
    [
      'A.java',
      '@RequestMapping("/api") class A { @GetMapping(value = "/x", produces = "text/plain") void a() {} }',
      '/api/x',
    ],
    ['A.java', '@Controller("/p") class A { @Get("/y{?q}") void a() {} }', '/p/y{?q}'],
    ['A.kt', 'fun Application.m() { routing { get("/z") { } } }', '/z'],
    ['A.scala', 'val r = { case GET -> Root / "a" / "b" => Ok() }', '/a/b'],
    ['a.clj', '(def r [["/api" ["/deep" {:get f}]]])', '/api/deep'],
  ])('%s: %s', (path, text, route) => {
    expect(routes(scopeOf({ [path]: text }, '.')).map((one) => one.path)).toContain(route);
  });
});

it('sources of any text are read to their end', () => {
  const sign = fc.constantFrom(
    'a',
    '.',
    '(',
    ')',
    '<',
    '>',
    '[',
    ']',
    '{',
    '}',
    '"',
    "'",
    ',',
    '@',
    '\n',
    '/',
    '*',
    ' ',
  );
  fc.assert(
    fc.property(fc.string({ unit: sign }), fc.constantFrom('A.java', 'a.kt', 'a.scala'), (text, path) => {
      const { calls, tokens } = readSource(path as never, text);
      for (const { start, end } of calls) expect(start < end && end <= tokens.length).toBe(true);
      mainClasses(scopeOf({ [path]: text }, '.'));
    }),
  );
});

import fc from 'fast-check';
import type { Language } from '../../../src/core/model/facts.ts';
import { relPath } from '../../../src/core/model/paths.ts';
import { goEnv } from '../../../src/detectors/application/go-env.ts';
import { goFacts } from '../../../src/detectors/application/go-facts.ts';
import { goListen } from '../../../src/detectors/application/go-listen.ts';
import { goProgram } from '../../../src/detectors/application/go-program.ts';
import { holds } from '../../../src/detectors/go/build-constraint.ts';
import { parseGoMod } from '../../../src/detectors/go/go-mod.ts';
import { goVersion } from '../../../src/detectors/runtime/go-version.ts';
import { run } from '../run-detector.ts';

const GO = { 'runtime.language': 'go' as Language };
const MOD = 'module example.com/x\n\ngo 1.26\n';

/** The facts of one main.go under the listening detector. */
function listen(body: string, imports: readonly string[]) {
  const text = `package main\n\nimport (\n${imports.map((one) => `\t"${one}"\n`).join('')})\n\n${body}\n`;
  return run(goListen, { 'go.mod': MOD, 'main.go': text }, '.', GO);
}

describe('go.mod', () => {
  it('is read with blocks, comments, quotes and replacements', () => {
    const text =
      'module "a.b/c" // x\ngo 1.24.1\ntoolchain go1.26.2\nrequire (\n\ta.b/d v1.0.0 // indirect\n\t`a.b/e` v2.0.0\n)\nreplace a.b/d => ../d\n';
    const mod = parseGoMod(relPath('go.mod'), text);
    expect(mod).toMatchObject({
      module: { text: 'a.b/c', line: 1 },
      go: { text: '1.24.1' },
      toolchain: { text: 'go1.26.2' },
      problems: [],
    });
    expect(mod.requires).toEqual([
      { text: 'a.b/d', line: 5, version: 'v1.0.0', isIndirect: true },
      { text: 'a.b/e', line: 6, version: 'v2.0.0', isIndirect: false },
    ]);
    expect(mod.replaces).toEqual([{ text: 'a.b/d', line: 8, to: '../d' }]);
  });

  it.each([
    ['go 1.26\n', 1],
    ['module a\nrequired b v1\n', 2],
    ['module a\nrequire (\n  b v1\n', 2],
    ['module a\nmodule b\n', 2],
    ['module "a\n', 1],
  ])('names the line of an error in %j', (text, line) => {
    expect(parseGoMod(relPath('go.mod'), text).problems[0]?.line).toBe(line);
  });

  it('reads any text without failing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => parseGoMod(relPath('go.mod'), text).problems.length >= 0),
    );
  });
});

describe('build constraints', () => {
  it.each([
    ['linux', true],
    ['ignore', false],
    ['!windows && (amd64 || arm64)', true],
    ['darwin || windows', false],
  ])('%s holds in a Linux image: %s', (text, wanted) => expect(holds(text)).toBe(wanted));
});

describe('the port', () => {
  it.each([
    ['func main() { http.ListenAndServe(":7001", nil) }', ['net/http'], 7001, undefined],
    [
      'const p = 7002\nfunc main() { http.ListenAndServe(fmt.Sprintf(":%d", p), nil) }',
      ['net/http', 'fmt'],
      7002,
      undefined,
    ],
    [
      'func main() { p := os.Getenv("WEB_PORT"); if p == "" { p = "7003" }; http.ListenAndServe(":"+p, nil) }',
      ['net/http', 'os'],
      7003,
      'WEB_PORT',
    ],
    [
      'func main() { e := echo.New(); e.Start(":" + cmp.Or(os.Getenv("PORT"), "7004")) }',
      ['github.com/labstack/echo/v4', 'cmp', 'os'],
      7004,
      'PORT',
    ],
    ['func main() { app := fiber.New(); app.Listen(":7005") }', ['github.com/gofiber/fiber/v2'], 7005, undefined],
    ['func main() { gin.Default().Run() }', ['github.com/gin-gonic/gin'], 8080, 'PORT'],
    [
      'type C struct { Port int `env:"APP_PORT" envDefault:"7006"` }\nfunc main() { var c C; http.ListenAndServe(fmt.Sprintf(":%d", c.Port), nil) }',
      ['net/http', 'fmt'],
      7006,
      'APP_PORT',
    ],
    ['func main() { fasthttp.ListenAndServe("0.0.0.0:7007", nil) }', ['github.com/valyala/fasthttp'], 7007, undefined],
    [
      'func main() { viper.SetDefault("port", "7008"); viper.AutomaticEnv(); http.ListenAndServe(":"+viper.GetString("port"), nil) }',
      ['net/http', 'github.com/spf13/viper'],
      7008,
      'PORT',
    ],
    [
      'func serve(a string) { http.ListenAndServe(a, nil) }\nfunc main() { serve(":7009") }',
      ['net/http'],
      7009,
      undefined,
    ],
    [
      'var c = &cobra.Command{Use: "serve"}\nvar p int\nfunc main() { c.Flags().IntVarP(&p, "port", "p", 7012, ""); http.ListenAndServe(fmt.Sprintf(":%d", p), nil) }',
      ['net/http', 'fmt', 'github.com/spf13/cobra'],
      7012,
      undefined,
    ],
    [
      'type C struct { Port int }\nvar c C\nfunc main() { flag.IntVar(&c.Port, "port", 7013, ""); http.ListenAndServe(fmt.Sprintf(":%d", c.Port), nil) }',
      ['net/http', 'fmt', 'flag'],
      7013,
      undefined,
    ],
    [
      'func run(c *cli.Context) error { return http.ListenAndServe(":" + c.String("port"), nil) }\nvar flags = []cli.Flag{&cli.StringFlag{Name: "port", Value: "7014", EnvVars: []string{"GULL_PORT"}}}\nfunc main() { run(nil) }',
      ['net/http', 'github.com/urfave/cli/v2'],
      7014,
      'GULL_PORT',
    ],
    [
      'func main() { root.Flags().Int("port", 7015, ""); viper.BindPFlag("port", root.Flags().Lookup("port")); http.ListenAndServe(fmt.Sprintf(":%d", viper.GetInt("port")), nil) }',
      ['net/http', 'fmt', 'github.com/spf13/cobra', 'github.com/spf13/viper'],
      7015,
      undefined,
    ],
    [
      'func main() { l, _ := net.Listen("tcp", ":6565"); go grpc.NewServer().Serve(l); http.ListenAndServe(":7016", nil) }',
      ['net', 'net/http', 'google.golang.org/grpc'],
      7016,
      undefined,
    ],
    [
      'func main() { go http.ListenAndServe(":9100", promhttp.Handler()); l, _ := net.Listen("tcp", ":7017"); grpc.NewServer().Serve(l) }',
      ['net', 'net/http', 'google.golang.org/grpc', 'github.com/prometheus/client_golang/prometheus/promhttp'],
      7017,
      undefined,
    ],
  ])('of %s', (body, imports, port, variable) => {
    const { facts } = listen(body, imports);
    expect({ port: facts['app.port'], variable: facts['app.portVariable'] }).toEqual({ port, variable });
  });

  it('of beego comes from its settings', () => {
    const main = 'package main\nimport "github.com/beego/beego/v2/server/web"\nfunc main() { web.Run() }\n';
    const { facts } = run(
      goListen,
      { 'go.mod': MOD, 'main.go': main, 'conf/app.conf': 'appname = x\nhttpport = 7010\n' },
      '.',
      GO,
    );
    expect(facts['app.port']).toBe(7010);
  });

  it('is warned about where only localhost can reach it, or made reachable', () => {
    expect(listen('func main() { http.ListenAndServe("127.0.0.1:80", nil) }', ['net/http']).diagnostics[0]?.code).toBe(
      'DRK1106',
    );
    const bound = listen('func main() { http.ListenAndServe(cmp.Or(os.Getenv("ADDR"), "localhost:7011"), nil) }', [
      'net/http',
      'os',
      'cmp',
    ]);
    expect(bound.facts['app.bindEnv']).toEqual({ ADDR: '0.0.0.0:7011' });
    expect(bound.diagnostics).toEqual([]);
  });

  it('survives code that refers to itself', () => {
    const { facts } = listen(
      'var a = b\nvar b = a\nfunc f(x string) string { return f(x) }\nfunc main() { http.ListenAndServe(f(a), nil) }',
      ['net/http'],
    );
    expect(facts['app.port']).toBe(8080);
  });
});

describe('other facts', () => {
  it('finds health paths behind groups, signals, services, written folders', () => {
    const main =
      'package main\nimport (\n"database/sql"\n"github.com/go-chi/chi/v5"\n_ "github.com/lib/pq"\n"net/http"\n"os"\n"os/signal"\n"syscall"\n)\nfunc main() { r := chi.NewRouter(); r.Route("/v2", func(r chi.Router) { r.Get("/healthz", nil) }); signal.Notify(c, syscall.SIGTERM); sql.Open("postgres", ""); os.WriteFile("var/state/x", nil, 0); http.ListenAndServe(":1", r) }\n';
    const { facts } = run(goFacts, { 'go.mod': MOD, 'main.go': main }, '.', GO);
    expect(facts).toMatchObject({
      'app.health': '/v2/healthz',
      'app.handlesSigterm': true,
      'app.writable': ['var/state'],
    });
    expect(facts['app.services']).toEqual([{ kind: 'postgres', via: 'github.com/lib/pq' }]);
  });

  it('says which variables are required and which are secret', () => {
    const main =
      'package main\nimport ("os";"log")\nfunc main() {\n k := os.Getenv("API_KEY")\n if k == "" {\n  log.Fatal("no key")\n }\n _ = os.Getenv("REGION")\n select {}\n}\n';
    const { facts } = run(goEnv, { 'go.mod': MOD, 'main.go': main }, '.', GO);
    expect(facts['app.env']).toEqual([
      { name: 'API_KEY', required: true, default: null, scope: 'run', sensitive: true },
      { name: 'REGION', required: false, default: null, scope: 'run', sensitive: false },
    ]);
  });

  it('refuses a module without a program', () => {
    const { facts } = run(goProgram, { 'go.mod': MOD, 'x.go': 'package x\n' }, '.', GO);
    expect(facts['app.refusal']?.kind).toBe('library');
  });
});

describe('the version', () => {
  it.each([
    ['go 1.26', {}, '1.26', []],
    ['go 1.22.4', {}, '1.27', ['DRK1105']],
    ['go 1.24\ntoolchain go1.26.3', {}, '1.26.3', []],
    ['go 1.26', { '.go-version': '1.26.2\n' }, '1.26.2', []],
    ['go 1.27', { '.go-version': '1.26.2\n' }, '1.27', ['DRK1104']],
    ['go 1.28', {}, '1.28', ['DRK1006']],
    ['go 1.99', {}, undefined, ['DRK1006']],
    ['go one', {}, undefined, ['DRK1006']],
  ])('of %j with %j', (lines, files, version, codes) => {
    const { facts, diagnostics } = run(goVersion, {
      'go.mod': `module a\n${lines}\n`,
      'main.go': 'package main\nfunc main() {}\n',
      ...files,
    });
    expect(facts['runtime.version']?.resolved).toBe(version);
    expect(diagnostics.map(({ code }) => code)).toEqual(codes);
  });
});

import { scopeOf } from '../../../src/core/workspace/from-map.ts';
import { routes } from '../../../src/detectors/jvm/routes.ts';
import { phpHealth } from '../../../src/detectors/php/health.ts';
import { phpProject } from '../../../src/detectors/php/project.ts';
import { djangoSite, requiredVariables } from '../../../src/detectors/python/django.ts';
import { healthRoute } from '../../../src/detectors/python/routes.ts';

const python = (files: Readonly<Record<string, string>>) => healthRoute(scopeOf(files))?.path;

function php(files: Readonly<Record<string, string>>): string | undefined {
  const scope = scopeOf(files);
  const project = phpProject(scope);
  return project && phpHealth(scope, project)?.path;
}

describe('the health path below prefixes in Python', () => {
  it('follows a blueprint that another file makes and the factory registers', () => {
    const files = {
      'shop/__init__.py': `from flask import Flask
def create_app():
    app = Flask(__name__)
    from shop.api import bp as api_bp
    app.register_blueprint(api_bp, url_prefix="/api")
    return app
`,
      'shop/api/__init__.py':
        'from flask import Blueprint\nbp = Blueprint("api", __name__)\nfrom shop.api import status\n',
      'shop/api/status.py': 'from shop.api import bp\n@bp.route("/health")\ndef health():\n    return {}\n',
    };
    expect(python(files)).toBe('/api/health');
  });

  it('adds up the prefixes of routers in routers, and reads one from the settings', () => {
    const files = {
      'app/config.py': 'class Settings:\n    API: str = "/api/v2"\nsettings = Settings()\n',
      'app/main.py': `from fastapi import FastAPI
from app.router import api_router
from app.config import settings
app = FastAPI()
app.include_router(api_router, prefix=settings.API)
`,
      'app/router.py': `from fastapi import APIRouter
from app import utils
api_router = APIRouter()
api_router.include_router(utils.router)
`,
      'app/utils.py': `from fastapi import APIRouter
router = APIRouter(prefix="/utils")
@router.get("/health-check")
def health():
    return True
`,
    };
    expect(python(files)).toBe('/api/v2/utils/health-check');
  });

  it('says nothing where a prefix is computed', () => {
    const files = {
      'main.py': `from fastapi import APIRouter, FastAPI
app = FastAPI()
router = APIRouter()
@router.get("/health")
def health():
    return True
app.include_router(router, prefix=compute())
`,
    };
    expect(python(files)).toBeUndefined();
  });

  it('puts the path of a controller of Litestar before its handlers', () => {
    const files = {
      'web.py': `from litestar import Controller, get
class System(Controller):
    path = "/system"
    @get("/health")
    async def check(self) -> str:
        return "ok"
`,
    };
    expect(python(files)).toBe('/system/health');
  });
});

describe('the health path below prefixes on the JVM', () => {
  it('adds the blocks of Ktor around a route', () => {
    const source = 'fun Route.x() {\n  route("/internal") {\n    get("/alive") { }\n  }\n  get("/other") { }\n}\n';
    const found = routes(scopeOf({ 'src/main/kotlin/X.kt': source })).map(({ path }) => path);
    expect(found).toContain('/internal/alive');
    expect(found).toContain('/other');
    expect(found).not.toContain('/alive');
  });

  it('adds the paths of Javalin around a route', () => {
    const source = 'class X { void r() { path("ops", () -> { get("/live", ctx -> ctx.result("ok")); }); } }\n';
    expect(routes(scopeOf({ 'src/main/java/X.java': source })).map(({ path }) => path)).toContain('/ops/live');
  });
});

describe('the health path below prefixes in PHP', () => {
  it('adds the attribute of the class in Symfony', () => {
    const controller = `<?php
namespace App\\Controller;
#[Route('/ops')]
class HealthController {
    #[Route('/health', name: 'health')]
    public function health() {}
}
`;
    const manifest = '{"require":{"symfony/framework-bundle":"7.2.*"}}';
    const files = {
      'composer.json': manifest,
      'public/index.php': '<?php\n',
      'src/Controller/HealthController.php': controller,
    };
    expect(php(files)).toBe('/ops/health');
  });

  it.each([
    [
      'routes/web.php',
      "Route::prefix('ops')->middleware('x')->group(function () { Route::get('/health', 'X'); });",
      '/ops/health',
    ],
    [
      'routes/web.php',
      "Route::group(['prefix' => 'ops'], function () { Route::get('/health', 'X'); });",
      '/ops/health',
    ],
    ['routes/api.php', "Route::get('/health', fn () => 'ok');", '/api/health'],
  ])('follows the groups of Laravel in %s: %s', (file, text, path) => {
    const files = { 'composer.json': '{"require":{"laravel/framework":"^12"}}', 'public/index.php': '<?php\n' };
    expect(php({ ...files, [file]: `<?php\n${text}\n` })).toBe(path);
  });

  it('follows the groups of Slim', () => {
    const text =
      "<?php\n$app->group('/v1', function ($g) { $g->get('/ping', fn () => 1); });\n$app->get('/', fn () => 1);\n";
    const files = { 'composer.json': '{"require":{"slim/slim":"^4"}}', 'public/index.php': text };
    expect(php(files)).toBe('/v1/ping');
  });
});

describe('the variables that settings of Django insist on', () => {
  it('sees a reader that a star import brings', () => {
    const files = {
      'manage.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.production")\n',
      'config/base.py': 'import environ\nenv = environ.Env()\n',
      'config/production.py': 'from .base import *\nSECRET_KEY = env("THE_KEY")\n',
    };
    const site = djangoSite(scopeOf(files));
    expect(site && requiredVariables(site)).toEqual(['THE_KEY']);
  });
});

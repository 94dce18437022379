import type { Refusal } from '../../core/model/facts.ts';

/** What shows that something other than a server of its own runs a component. */
export interface RefusalRule {
  /** Any of these as a dependency. */
  readonly packages: readonly string[];
  /** Or any of these files, relative to the component. */
  readonly files?: readonly string[];
  readonly kind: Refusal['kind'];
  readonly title: string;
  readonly remedy: string;
  /** Packages that make it a server or a site all the same. */
  readonly unless?: readonly string[];
}

const DESKTOP = 'Name the folder of its server, if it has one; a desktop application is packaged, not served.';

/** Applications that no container runs, or that only a tool of their own can build. */
export const REFUSALS: readonly RefusalRule[] = [
  { packages: ['electron'], kind: 'desktop', title: 'an Electron desktop application', remedy: DESKTOP },
  {
    packages: ['@tauri-apps/api', '@tauri-apps/cli'],
    files: ['src-tauri/tauri.conf.json', 'src-tauri/tauri.conf.json5', 'src-tauri/Tauri.toml'],
    kind: 'desktop',
    title: 'a Tauri desktop application',
    remedy: DESKTOP,
  },
  { packages: ['nw', '@neutralinojs/neu'], kind: 'desktop', title: 'a desktop application', remedy: DESKTOP },
  {
    packages: ['expo', 'react-native'],
    kind: 'mobile',
    title: 'a mobile application',
    remedy: 'Add react-native-web and `expo export -p web` for a site, or name the folder of the server behind it.',
    unless: ['react-native-web'],
  },
  {
    packages: ['@nativescript/core', '@capacitor/cli'],
    kind: 'mobile',
    title: 'a mobile application',
    remedy: 'Name the folder of the server behind it.',
    unless: ['@angular/core', 'vite', 'react-scripts', 'next', 'nuxt'],
  },
  {
    packages: ['@backstage/cli', '@backstage/core-app-api', '@backstage/backend-defaults'],
    kind: 'unsupported',
    title: 'part of a Backstage application, whose own tool packs the backend with the pages that it serves',
    remedy:
      'Keep the Dockerfile of its template: `yarn tsc`, `yarn build:backend`, then `docker build . --file packages/backend/Dockerfile`.',
  },
  {
    packages: ['@shopify/mini-oxygen', '@shopify/oxygen-workers-types'],
    kind: 'serverless',
    title: 'a Hydrogen storefront for Oxygen, a platform of Shopify that calls its fetch handler',
    remedy:
      'Deploy it with `shopify hydrogen deploy`, or add a server for Node (@react-router/express) and a start script that runs it.',
  },
  {
    packages: ['meteor-node-stubs'],
    files: ['.meteor/release'],
    kind: 'unsupported',
    title: 'a Meteor application, which only the meteor tool can build: its packages come from no npm registry',
    remedy:
      'Run `meteor build --server-only --directory ../bundle` where Meteor is installed, and name the folder ../bundle/bundle/programs/server.',
  },
];

/** A platform that calls functions itself, and what would make a container of them. */
export interface Platform {
  readonly title: string;
  readonly packages: readonly string[];
  /** Files of the component that configure it. */
  readonly files: readonly string[];
  /** Folders of functions that only this platform calls. */
  readonly folders?: readonly string[];
  readonly remedy: string;
}

const SERVE = 'Add a file that calls the functions from an HTTP server, and a start script that runs it';

/** Platforms for functions, each read in its own documentation. */
export const PLATFORMS: readonly Platform[] = [
  {
    title: 'the Serverless Framework',
    packages: ['serverless', 'osls', 'serverless-http', '@codegenie/serverless-express', '@vendia/serverless-express'],
    files: ['serverless.yml', 'serverless.yaml', 'serverless.ts', 'serverless.js', 'serverless.json'],
    remedy: `${SERVE}; an application behind serverless-http needs only app.listen(process.env.PORT).`,
  },
  {
    title: 'Cloudflare Workers',
    packages: ['wrangler', '@cloudflare/workers-types'],
    files: ['wrangler.toml', 'wrangler.json', 'wrangler.jsonc'],
    remedy:
      'For Node, add @hono/node-server (or srvx), a file that calls serve({ fetch: app.fetch }), and a start script that runs it; bindings of the platform (KV, D1, R2) need another store.',
  },
  {
    title: 'Vercel',
    packages: ['@vercel/node'],
    files: ['vercel.json'],
    folders: ['api'],
    remedy: `${SERVE}.`,
  },
  {
    title: 'Netlify',
    packages: ['@netlify/functions'],
    files: [],
    folders: ['netlify/functions', 'netlify/edge-functions'],
    remedy: `${SERVE}.`,
  },
  {
    title: 'Google Cloud',
    packages: ['@google-cloud/functions-framework'],
    files: [],
    remedy: 'Add a start script: functions-framework --target=NAME serves the function on PORT.',
  },
  { title: 'Firebase', packages: ['firebase-functions'], files: ['firebase.json'], remedy: `${SERVE}.` },
  { title: 'Azure', packages: ['@azure/functions'], files: ['host.json'], remedy: `${SERVE}.` },
  { title: 'SST', packages: ['sst'], files: ['sst.config.ts', 'sst.config.js'], remedy: `${SERVE}.` },
  {
    title: 'Trigger.dev',
    packages: ['trigger.dev', '@trigger.dev/sdk'],
    files: ['trigger.config.ts', 'trigger.config.js', 'trigger.config.mjs'],
    remedy:
      'Deploy the tasks with `trigger deploy`, which makes their image; name the folder of the application that triggers them.',
  },
  { title: 'AWS Lambda', packages: ['aws-lambda', '@types/aws-lambda'], files: [], remedy: `${SERVE}.` },
];

import { defineDetector } from '../../core/model/detector.ts';
import { isNodeComponent } from '../javascript/node-component.ts';
import { dependencyLine, nodeProject } from '../javascript/node-project.ts';
import { refusalOf } from '../javascript/refusal.ts';

/** Client packages by the service that they talk to. */
const CLIENTS: Readonly<Record<string, readonly string[]>> = {
  postgres: [
    'pg',
    'postgres',
    'pg-promise',
    'slonik',
    '@databases/pg',
    'pg-boss',
    'graphile-worker',
    'connect-pg-simple',
  ],
  mysql: ['mysql', 'mysql2', 'mariadb', '@databases/mysql'],
  mongodb: ['mongodb', 'mongoose', '@nestjs/mongoose', 'connect-mongo', 'monk', 'agenda', 'papr'],
  redis: [
    'redis',
    'ioredis',
    'bullmq',
    'bull',
    'bee-queue',
    '@nestjs/bull',
    '@nestjs/bullmq',
    'connect-redis',
    '@redis/client',
    'rate-limit-redis',
  ],
  rabbitmq: ['amqplib', 'amqp-connection-manager', 'rascal', '@golevelup/nestjs-rabbitmq'],
  kafka: ['kafkajs', 'node-rdkafka', '@confluentinc/kafka-javascript', '@platformatic/kafka'],
  nats: ['nats', '@nats-io/transport-node'],
  mqtt: ['mqtt'],
  sqlite: ['better-sqlite3', 'sqlite3', 'sqlite', 'sql.js', '@libsql/client'],
  elasticsearch: ['@elastic/elasticsearch'],
  opensearch: ['@opensearch-project/opensearch'],
  memcached: ['memcached', 'memjs'],
  s3: ['@aws-sdk/client-s3', 'minio', 'multer-s3'],
  smtp: ['nodemailer', '@nestjs-modules/mailer'],
  mssql: ['mssql', 'tedious'],
  oracle: ['oracledb'],
  cassandra: ['cassandra-driver'],
  neo4j: ['neo4j-driver'],
  clickhouse: ['@clickhouse/client'],
  meilisearch: ['meilisearch'],
  typesense: ['typesense'],
  temporal: ['@temporalio/client', '@temporalio/worker'],
};

/** The providers of Prisma by service. Source: https://www.prisma.io/docs/orm/reference/prisma-schema-reference */
const PRISMA: Readonly<Record<string, string>> = {
  postgresql: 'postgres',
  postgres: 'postgres',
  cockroachdb: 'postgres',
  mysql: 'mysql',
  mongodb: 'mongodb',
  sqlite: 'sqlite',
  sqlserver: 'mssql',
};

/** Backing services by the client packages of production. */
export const nodeServices = defineDetector({
  id: 'node-services',
  layer: 'application',
  title: 'Backing services of a Node application',
  docs: 'https://12factor.net/backing-services',
  when: { anyFile: ['package.json'] },
  *detect(scope, known) {
    const project = nodeProject(scope);
    if (!isNodeComponent(scope, known) || project === undefined || refusalOf(scope) !== undefined) return;
    for (const [kind, packages] of Object.entries(CLIENTS)) {
      const via = packages.find((name) => project.manifest.dependencies.has(name));
      if (via === undefined) continue;
      const place = { file: project.path, line: dependencyLine(project, via) };
      yield {
        field: 'app.services',
        value: [{ kind, via }],
        ...place,
        confidence: 'manifest',
        because: `package.json depends on ${via}`,
      };
    }
    if (!project.dependencies.has('prisma') && !project.dependencies.has('@prisma/client')) return;
    const folders = ['prisma/schema.prisma', 'schema.prisma', 'prisma/schema/schema.prisma', 'db/schema.prisma'];
    const file = folders.map((path) => scope.at(path)).find((path) => scope.project.has(path));
    const lines = (file && scope.text(file)?.text.split('\n')) ?? [];
    const start = lines.findIndex((line) => /^\s*datasource\s+\w+\s*\{/.test(line));
    const end = lines.findIndex((line, at) => at > start && line.trim() === '}');
    const at = lines.findIndex(
      (line, index) => start >= 0 && index > start && index < end && /^\s*provider\s*=/.test(line),
    );
    const provider = /"(\w+)"/.exec(lines[at] ?? '')?.[1] ?? '';
    const kind = Object.hasOwn(PRISMA, provider) ? PRISMA[provider] : undefined;
    if (file === undefined || kind === undefined) return;
    yield {
      field: 'app.services',
      value: [{ kind, via: 'prisma' }],
      file,
      line: at + 1,
      confidence: 'config',
      because: `the Prisma schema names ${provider}`,
    };
  },
});

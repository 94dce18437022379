import { defineDetector } from '../../core/model/detector.ts';
import { placeOf, pythonProject } from '../python/project.ts';
import { isPython, PYTHON_TRIGGER } from '../python/python-component.ts';
import { pythonRefusal } from '../python/start-plan.ts';

/** Client packages by the service that they talk to. */
const CLIENTS: Readonly<Record<string, readonly string[]>> = {
  postgres: ['psycopg2', 'psycopg2-binary', 'psycopg', 'psycopg-binary', 'psycopg-c', 'asyncpg', 'aiopg', 'pg8000'],
  mysql: ['mysqlclient', 'pymysql', 'aiomysql', 'asyncmy', 'mysql-connector-python'],
  mongodb: ['pymongo', 'motor', 'mongoengine', 'beanie', 'djongo'],
  redis: ['redis', 'aioredis', 'django-redis', 'channels-redis', 'rq', 'arq', 'huey', 'fakeredis'],
  rabbitmq: ['pika', 'aio-pika', 'kombu'],
  kafka: ['kafka-python', 'confluent-kafka', 'aiokafka', 'faust-streaming'],
  nats: ['nats-py'],
  mqtt: ['paho-mqtt', 'aiomqtt'],
  elasticsearch: ['elasticsearch', 'elasticsearch-dsl'],
  opensearch: ['opensearch-py'],
  memcached: ['pymemcache', 'pylibmc', 'python-memcached'],
  s3: ['boto3', 'aioboto3', 'django-storages', 'minio', 's3fs'],
  mssql: ['pymssql', 'mssql-django'],
  oracle: ['oracledb', 'cx-oracle'],
  cassandra: ['cassandra-driver', 'scylla-driver'],
  neo4j: ['neo4j'],
  clickhouse: ['clickhouse-connect', 'clickhouse-driver'],
  temporal: ['temporalio'],
  sqlite: ['aiosqlite'],
};

/** Extras that bring a client: `celery[redis]`. */
const EXTRAS: Readonly<Record<string, string>> = {
  redis: 'redis',
  rabbitmq: 'rabbitmq',
  librabbitmq: 'rabbitmq',
  postgres: 'postgres',
  postgresql: 'postgres',
};

/** Backing services by the client packages that a Python component asks for. */
export const pythonServices = defineDetector({
  id: 'python-services',
  layer: 'application',
  title: 'Backing services of a Python application',
  docs: 'https://12factor.net/backing-services',
  when: PYTHON_TRIGGER,
  *detect(scope, known) {
    const project = isPython(scope, known) ? pythonProject(scope) : undefined;
    if (project === undefined || pythonRefusal(scope) !== undefined) return;
    for (const [kind, packages] of Object.entries(CLIENTS)) {
      const via = packages.find((name) => project.dependencies.has(name));
      if (via === undefined) continue;
      const because = `the project depends on ${via}`;
      yield {
        field: 'app.services',
        value: [{ kind, via }],
        ...placeOf(project, via),
        confidence: 'manifest',
        because,
      };
    }
    for (const { name, extras, file, line } of project.dependencies.values()) {
      for (const extra of extras) {
        const kind = Object.hasOwn(EXTRAS, extra) ? EXTRAS[extra] : undefined;
        if (kind === undefined) continue;
        const via = `${name}[${extra}]`;
        yield {
          field: 'app.services',
          value: [{ kind, via }],
          file,
          line,
          confidence: 'config',
          because: `the project depends on ${via}`,
        };
      }
    }
  },
});

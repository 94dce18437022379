/** A tool whose projects run in its own containers. */
export interface RefusedTool {
  readonly title: string;
  readonly packages: readonly string[];
  readonly remedy: string;
}

/** Tools that have images and charts of their own, or are no application: refused, with what to do instead. */
export const REFUSED_TOOLS: readonly RefusedTool[] = [
  {
    title: 'Airflow',
    packages: ['apache-airflow', 'apache-airflow-core'],
    remedy: 'Use Airflow’s own chart and image, and build an image that adds the DAGs to it.',
  },
  {
    title: 'Dagster',
    packages: ['dagster'],
    remedy: 'Use Dagster’s own chart, with an image of the code location.',
  },
  { title: 'Prefect', packages: ['prefect'], remedy: 'Use Prefect’s own image and workers.' },
  {
    title: 'dbt',
    packages: ['dbt-core', 'dbt-postgres', 'dbt-snowflake', 'dbt-bigquery', 'dbt-redshift', 'dbt-duckdb'],
    remedy: 'Run it as a job of the tool that schedules it, with dbt’s own image.',
  },
  {
    // A front end that Node serves and a back end with a socket between them: two processes behind one address.
    title: 'Reflex',
    packages: ['reflex'],
    remedy: 'Export it (`reflex export`) and name the folders of the front end and of the back end.',
  },
];

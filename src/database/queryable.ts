/** The little that is asked of a database: pg and PGlite both give it. Rows are objects, by column name. */
export interface Queryable {
  query(sql: string, parameters?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>
  /** Runs several statements at once, without parameters. */
  run(sql: string): Promise<void>
}

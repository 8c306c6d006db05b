/** How bad a hazard is: an `error` fails the check, a `warning` is only told. */
export type Severity = 'error' | 'warning'

interface HazardRule {
  readonly severity: Severity
  readonly title: string
  /** True for what the spec itself says by what it has: in a migration that was generated from it, it is no news. */
  readonly isSaidBySpec?: true
}

/**
 * Every hazard, with its meaning. A code never changes its meaning and is never reused. HZ1 indexes, HZ2 constraints, HZ3
 * columns, HZ4 loss, HZ5 names, HZ6 rows and transactions, HZ7 storage and partitions, HZ8 access, servers and types.
 */
export const hazardRules = {
  HZ101: { severity: 'error', title: 'an index is built while writes wait' },
  HZ102: { severity: 'error', title: 'an index is dropped while every query waits' },
  HZ103: { severity: 'error', title: 'an index is rebuilt while writes wait' },
  HZ104: { severity: 'error', title: 'a concurrent index with IF NOT EXISTS passes over a broken one' },
  HZ105: { severity: 'error', title: 'a concurrent index under a timeout is left broken' },
  HZ106: { severity: 'warning', title: 'an index of more than three columns', isSaidBySpec: true },
  HZ107: { severity: 'error', title: 'a materialized view is refreshed while its readers wait' },
  HZ201: { severity: 'error', title: 'a primary key builds its index while every query waits' },
  HZ202: { severity: 'error', title: 'a unique constraint builds its index while every query waits' },
  HZ203: { severity: 'error', title: 'a foreign key checks all rows while writes wait' },
  HZ204: { severity: 'error', title: 'a check reads all rows while every query waits' },
  HZ205: { severity: 'error', title: 'an exclusion constraint is built while every query waits' },
  HZ206: { severity: 'error', title: 'NOT VALID and VALIDATE in one transaction' },
  HZ207: { severity: 'warning', title: 'a constraint is dropped', isSaidBySpec: true },
  HZ208: { severity: 'error', title: 'SET NULL on a column that is NOT NULL' },
  HZ209: { severity: 'error', title: 'a table is locked before the one that it refers to' },
  HZ210: { severity: 'error', title: 'a domain checks the rows of every table that uses it' },
  HZ301: { severity: 'error', title: 'a required column without a value for the rows that are there' },
  HZ302: { severity: 'error', title: 'a new column rewrites the table' },
  HZ303: { severity: 'error', title: 'SET NOT NULL reads all rows while every query waits' },
  HZ304: { severity: 'warning', title: 'a column may be null from now on', isSaidBySpec: true },
  HZ305: { severity: 'error', title: 'a type change rewrites the table' },
  HZ306: { severity: 'error', title: 'a type change loses a part of the values' },
  HZ307: { severity: 'error', title: 'a type change goes by the time zone of the session' },
  HZ308: { severity: 'warning', title: 'a default changes under running code', isSaidBySpec: true },
  HZ309: { severity: 'error', title: 'a new expression of a generated column rewrites the table' },
  HZ310: { severity: 'warning', title: 'a type that is usually regretted', isSaidBySpec: true },
  HZ311: { severity: 'error', title: 'a sequence begins again' },
  HZ312: { severity: 'error', title: 'a sequence that is smaller than its column' },
  HZ313: { severity: 'error', title: 'a table is about to run out of columns' },
  HZ401: { severity: 'error', title: 'a table is dropped' },
  HZ402: { severity: 'error', title: 'a column is dropped' },
  HZ403: { severity: 'error', title: 'a dropped column takes indexes or constraints along' },
  HZ404: { severity: 'error', title: 'a schema is dropped with what is in it' },
  HZ405: { severity: 'error', title: 'a sequence, type, domain or extension is dropped' },
  HZ406: { severity: 'error', title: 'all rows of a table are deleted' },
  HZ407: { severity: 'error', title: 'CASCADE drops what nobody named' },
  HZ408: { severity: 'warning', title: 'a view or function is dropped and not made again', isSaidBySpec: true },
  HZ409: { severity: 'error', title: 'the way down loses what was there before the way up' },
  HZ410: { severity: 'warning', title: 'there is no way down', isSaidBySpec: true },
  HZ411: { severity: 'error', title: 'a database is dropped' },
  HZ501: { severity: 'error', title: 'a table gets another name under running code' },
  HZ502: { severity: 'error', title: 'a column gets another name under running code' },
  HZ503: { severity: 'error', title: 'a schema gets another name under running code' },
  HZ504: { severity: 'error', title: 'a value of an enum gets another name under running code' },
  HZ505: { severity: 'error', title: 'a type, view or sequence gets another name under running code' },
  HZ506: { severity: 'error', title: 'a name longer than 63 bytes is cut' },
  HZ601: { severity: 'error', title: 'rows are written in the transaction that changes their table' },
  HZ602: { severity: 'error', title: 'every row of a table is written in one statement' },
  HZ603: { severity: 'error', title: 'a statement that PostgreSQL refuses in a transaction' },
  HZ604: { severity: 'error', title: 'a migration controls the transaction itself' },
  HZ605: { severity: 'error', title: 'a setting that outlives its step' },
  HZ606: { severity: 'warning', title: 'a lock that is held until the transaction ends', isSaidBySpec: true },
  HZ607: { severity: 'warning', title: 'SQL that cannot be judged', isSaidBySpec: true },
  HZ608: { severity: 'error', title: 'an UPDATE sets a column twice' },
  HZ609: { severity: 'error', title: 'a value of an enum is used in the transaction that adds it' },
  HZ610: { severity: 'error', title: 'several statements outside a transaction' },
  HZ701: { severity: 'error', title: 'a table is rewritten while every query waits' },
  HZ702: { severity: 'error', title: 'a partition is attached after a scan of its rows' },
  HZ703: { severity: 'error', title: 'a partition is detached while every query waits' },
  HZ704: { severity: 'error', title: 'a new partition makes the default partition be scanned' },
  HZ801: { severity: 'error', title: 'row-level security before there is a policy' },
  HZ802: { severity: 'error', title: 'the last policy of a table is dropped' },
  HZ803: { severity: 'error', title: 'a feature that the oldest server does not have' },
  HZ804: { severity: 'warning', title: 'a value of an enum without a place among the others', isSaidBySpec: true },
  HZ805: { severity: 'warning', title: 'a domain with a check', isSaidBySpec: true },
  HZ901: { severity: 'error', title: 'SQL that PostgreSQL does not understand' },
} as const satisfies Readonly<Record<string, HazardRule>>

/** One of the stable codes. */
export type HazardCode = keyof typeof hazardRules

/** The rule of a code. */
export function ruleOf(code: HazardCode): HazardRule {
  return hazardRules[code]
}

/** Every code, sorted. */
// The keys of the table are the codes.
export const hazardCodes = Object.keys(hazardRules).sort() as readonly HazardCode[]

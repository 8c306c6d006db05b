import { ident, qualified } from '../schema/quote.js'
import type { CheckConstraint, Domain } from '../schema/schema.js'
import { renamedIn } from '../schema/sql-words.js'
import { checkSql } from './constraint-sql.js'
import { addStep, columnName, findNamed, isOffline, isSame, type Journey, refuse, tablePairs } from './journey.js'
import { comparePartLists } from './parts.js'
import { checkNoRow } from './preflight.js'
import { commentSql, defaultSql, typeSql } from './table-sql.js'

/** Makes a domain that is new, and changes one that is other than it should be. */
export function createOrAlterDomain(journey: Journey, domain: Domain): void {
  const known = findNamed(journey.now.domains, domain)
  const name = qualified(domain)
  if (known === undefined) {
    const comment = domain.comment === undefined ? [] : [`comment on domain ${name} is ${commentSql(domain.comment)};`]
    const open = domain.checks.filter(({ notValid }) => notValid === true)
    const add = open.map((check) => `alter domain ${name} add ${checkSql(check)};`)
    addStep(journey, `create domain ${name}`, createDomainSql(domain), ...add, ...comment)
  } else if (!isSame(known, domain)) alterDomain(journey, known, domain)
  const others = journey.now.domains.filter((each) => each !== known)
  journey.now = { ...journey.now, domains: [...others, domain] }
}

function createDomainSql(domain: Domain): string {
  const parts = [
    `create domain ${qualified(domain)} as ${typeSql(domain)}`,
    ...(domain.default === undefined ? [] : [`default ${defaultSql(domain.default)}`]),
    ...(domain.nullable ? [] : ['not null']),
    ...domain.checks.filter(({ notValid }) => notValid !== true).map(checkSql),
  ]
  return `${parts.join(' ')};`
}

/** A check is added without looking at the rows, and another one by its name goes in the same moment. */
function alterDomain(journey: Journey, from: Domain, to: Domain): void {
  const name = qualified(to)
  if (from.type !== to.type || from.collation !== to.collation) {
    refuse(journey, {
      code: 'MG112',
      subject: name,
      message: `PostgreSQL cannot change what a domain is made of, and ${from.type} is to become ${to.type}`,
      hint: 'add a domain with another name and give its type to the columns, one after the other',
    })
    return
  }
  const { renamed, replaced, added, dropped } = comparePartLists(from.checks, to.checks)
  // The same check that only has to be validated stays.
  const isSameSql = ([before, after]: readonly [CheckConstraint, CheckConstraint]): boolean =>
    before.sql === after.sql && after.notValid !== true
  const changed = replaced.filter((pair) => !isSameSql(pair))
  const fresh = [...changed.map(([, after]) => after), ...added]
  const gone = [...changed.map(([before]) => before), ...dropped]
  addStep(
    journey,
    `alter domain ${name}`,
    ...gone.map((check) => `alter domain ${name} drop constraint ${ident(check.name)};`),
    ...renamed.map(
      ([before, after]) => `alter domain ${name} rename constraint ${ident(before.name)} to ${ident(after.name)};`,
    ),
    ...defaultChange(name, from, to),
    ...(from.nullable === to.nullable ? [] : [`alter domain ${name} ${to.nullable ? 'drop' : 'set'} not null;`]),
    ...fresh.map((check) => `alter domain ${name} add ${checkSql({ ...check, notValid: true })};`),
    ...(from.comment === to.comment ? [] : [`comment on domain ${name} is ${commentSql(to.comment)};`]),
  )
  const open = [...fresh, ...replaced.filter(isSameSql).map(([, after]) => after)]
  const validated = open.filter(({ notValid }) => notValid !== true)
  if (validated.length > 0 || (from.nullable && !to.nullable)) refuseRead(journey, to)
  for (const check of validated) validateCheck(journey, to, check)
}

function defaultChange(name: string, from: Domain, to: Domain): string[] {
  if (from.default === to.default) return []
  const change = to.default === undefined ? 'drop default' : `set default ${defaultSql(to.default)}`
  return [`alter domain ${name} ${change};`]
}

function validateCheck(journey: Journey, domain: Domain, check: CheckConstraint): void {
  const name = qualified(domain)
  for (const table of journey.now.tables) {
    for (const column of table.columns.filter(({ type }) => type === name)) {
      const condition = renamedIn(check.sql, new Map([['value', ident(column.name)]]))
      const title = `every ${qualified(table)}.${ident(column.name)} fulfils ${condition}`
      checkNoRow(journey, table, `not (${condition})`, title, 'change or delete the rows that do not')
    }
  }
  addStep(
    journey,
    `validate check ${ident(check.name)} of domain ${name}`,
    `alter domain ${name} validate constraint ${ident(check.name)};`,
  )
}

/** PostgreSQL reads the rows of every table with a column of the domain while nobody can write them. */
function refuseRead(journey: Journey, domain: Domain): void {
  const name = qualified(domain)
  const users = journey.now.tables.filter(
    (table) => table.columns.some(({ type }) => type === name) && !isOffline(journey, table),
  )
  if (users.length === 0) return
  const names = users.map((table) => qualified(table)).join(', ')
  refuse(journey, {
    code: 'MG121',
    subject: name,
    message: `PostgreSQL lets nobody write ${names} while it reads all rows to see whether they fit the domain`,
    hint: 'plan a quiet moment and write "online: false" in the models, or "not_valid: true" at the check, for new rows alone',
  })
}

/** To give a column a domain with conditions, PostgreSQL writes every row anew while nobody can read it. */
export function refuseRewrites(journey: Journey): void {
  const strict = journey.goal.domains.filter(({ checks, nullable }) => checks.length > 0 || !nullable)
  const names = new Set(strict.map((domain) => qualified(domain)))
  for (const { from, to } of tablePairs(journey)) {
    if (isOffline(journey, to)) continue
    for (const { name, type } of to.columns.filter((column) => names.has(column.type))) {
      if (from.columns.some((column) => column.name === name && column.type === type)) continue
      refuse(journey, {
        code: 'MG122',
        subject: columnName(to, name),
        message: `PostgreSQL gives a column a domain with conditions, as ${type} is, only while it locks the table and writes every row anew`,
        hint: 'plan a quiet moment and write "online: false" in the model, or give the column the plain type and a check',
      })
    }
  }
}

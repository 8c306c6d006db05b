import { addColumn, fresh, isNamedIn, isNew, omit, renameWord, withColumn, withModel } from './change-spec.js'
import type { Edit } from './edits.js'
import type { Pick } from './pick.js'
import type { RandomBlock, RandomDomain, RandomModel, RandomSequence, RandomSpec } from './spec.js'

const domains: readonly Omit<RandomDomain, 'name'>[] = [
  { type: 'text' },
  { type: 'varchar(20)', default: 'a' },
  { type: 'integer' },
  { type: 'numeric(8, 2)' },
]

/** Domains, sequences, partitions and SQL blocks. */
export const objectEdits: readonly Edit[] = [
  { name: 'add a domain', apply: addDomain },
  { name: 'change a domain', apply: changeDomain },
  { name: 'rename a domain', apply: renameDomain },
  { name: 'drop a domain', apply: dropDomain },
  { name: 'add a sequence', apply: addSequence },
  { name: 'change a sequence', apply: changeSequence },
  { name: 'rename a sequence', apply: renameSequence },
  { name: 'drop a sequence', apply: dropSequence },
  { name: 'number a column with a sequence', apply: useSequence },
  { name: 'add a partitioned table', apply: addPartitioned },
  { name: 'add a partition', apply: addPartition },
  { name: 'add an SQL block', apply: addBlock },
  { name: 'change an SQL block', apply: changeBlock },
  { name: 'drop an SQL block', apply: dropBlock },
]

function addDomain(spec: RandomSpec, pick: Pick): RandomSpec | undefined {
  const [name, next] = fresh(spec, 'Kind')
  const made = pick.one(domains)
  return spec.domains.length > 2 || made === undefined
    ? undefined
    : { ...next, domains: [...spec.domains, { name, ...made }] }
}

function withDomain(spec: RandomSpec, known: RandomDomain, change: RandomDomain): RandomSpec {
  return { ...spec, domains: spec.domains.map((one) => (one === known ? change : one)) }
}

function changeDomain(spec: RandomSpec, pick: Pick): RandomSpec | undefined {
  const domain = pick.one(spec.domains)
  if (domain === undefined) return undefined
  const [name, next] = fresh(spec, 'domain_check')
  const isText = /^(?:text|varchar)/.test(domain.type)
  const sql = isText ? "value <> 'never'" : 'value > -1000'
  const checks = domain.checks ?? []
  const changed = pick.one<RandomDomain>([
    { ...domain, checks: [...checks, { name, sql }] },
    { ...domain, checks: checks.slice(1) },
    { ...domain, default: isText ? 'b' : 1 },
    omit(domain, 'default') as RandomDomain,
  ])
  return changed && withDomain(next, domain, changed.checks?.length === 0 ? omit(changed, 'checks') : changed)
}

function renameDomain(spec: RandomSpec, pick: Pick): RandomSpec | undefined {
  const domain = pick.one(spec.domains.filter((one) => !isNew(spec, one)))
  if (domain === undefined) return undefined
  const [name, next] = fresh(spec, 'Kind')
  const renamed = withDomain(next, domain, { ...domain, name, renamed_from: domain.name.toLowerCase() })
  return renameWord(renamed, domain.name, name)
}

function dropDomain(spec: RandomSpec, pick: Pick): RandomSpec | undefined {
  const domain = pick.one(spec.domains.filter(({ name }) => !isNamedIn(spec.models, name)))
  if (domain === undefined) return undefined
  return {
    ...said(spec, 'domains', domain.renamed_from ?? domain.name.toLowerCase()),
    domains: spec.domains.filter((one) => one !== domain),
  }
}

function said(spec: RandomSpec, kind: string, name: string): RandomSpec {
  return { ...spec, drop: { ...spec.drop, [kind]: [...new Set([...(spec.drop[kind] ?? []), name])] } }
}

function addSequence(spec: RandomSpec, pick: Pick): RandomSpec | undefined {
  const [name, next] = fresh(spec, 'counter')
  const made = pick.one([{ name }, { name, start: 100, increment: 5 }, { name, cycle: true }])
  return made && spec.sequences.length < 3 ? { ...next, sequences: [...spec.sequences, made] } : undefined
}

function withSequence(spec: RandomSpec, known: RandomSequence, change: RandomSequence): RandomSpec {
  return { ...spec, sequences: spec.sequences.map((one) => (one === known ? change : one)) }
}

function changeSequence(spec: RandomSpec, pick: Pick): RandomSpec | undefined {
  const sequence = pick.one(spec.sequences)
  const change = pick.one([{ increment: 7 }, { cycle: true }, { increment: 1, cycle: false }])
  return sequence && withSequence(spec, sequence, { ...sequence, ...change })
}

function renameSequence(spec: RandomSpec, pick: Pick): RandomSpec | undefined {
  const sequence = pick.one(spec.sequences.filter((one) => !isNew(spec, one)))
  if (sequence === undefined) return undefined
  const [name, next] = fresh(spec, 'counter')
  return renameWord(
    withSequence(next, sequence, { ...sequence, name, renamed_from: sequence.name }),
    sequence.name,
    name,
  )
}

function dropSequence(spec: RandomSpec, pick: Pick): RandomSpec | undefined {
  const sequence = pick.one(spec.sequences.filter(({ name }) => !isNamedIn(spec.models, name)))
  if (sequence === undefined) return undefined
  return {
    ...said(spec, 'sequences', sequence.renamed_from ?? sequence.name),
    sequences: spec.sequences.filter((one) => one !== sequence),
  }
}

function useSequence(spec: RandomSpec, pick: Pick): RandomSpec | undefined {
  const [model, sequence] = [pick.one(spec.models), pick.one(spec.sequences)]
  if (model === undefined || sequence === undefined || model.columns.length > 9) return undefined
  const [name, next] = fresh(spec, 'c')
  return addColumn(next, model.name, { name, type: 'bigint', default: { sql: `nextval('${sequence.name}')` } }, 0)
}

function addPartitioned(spec: RandomSpec, pick: Pick): RandomSpec | undefined {
  if (spec.models.length >= 6) return undefined
  const [name, next] = fresh(spec, 'Part')
  const table = name.toLowerCase()
  const isRange = pick.coin()
  const made: RandomModel = {
    name,
    schema: 'public',
    table,
    columns: [
      { name: 'id', type: 'integer' },
      { name: 'title', type: 'varchar(20)', default: '-' },
    ],
    primary_key: ['id'],
    partition_by: isRange ? { range: ['id'] } : { hash: ['id'] },
    partitions: isRange
      ? { [`${table}_low`]: { from: [-1000], to: [0] }, [`${table}_rest`]: 'default' }
      : { [`${table}_even`]: { modulus: 2, remainder: 0 }, [`${table}_odd`]: { modulus: 2, remainder: 1 } },
    unique: [],
    indexes: [],
    checks: [],
    foreign_keys: [],
    relations: {},
  }
  return { ...next, models: [...spec.models, made] }
}

function addPartition(spec: RandomSpec, pick: Pick): RandomSpec | undefined {
  const model = pick.one(spec.models.filter(({ partition_by }) => partition_by?.['range'] !== undefined))
  if (model === undefined || Object.keys(model.partitions ?? {}).length > 2) return undefined
  const [name, next] = fresh(spec, `${model.table}_p`)
  const more = { [name]: { from: [5000], to: [6000] } }
  return withModel(next, model.name, (one) => ({ ...one, partitions: { ...one.partitions, ...more } }))
}

function blockFor(name: string, model: RandomModel, kind: string): RandomBlock {
  const table = model.schema === 'public' ? `${model.table}` : `${model.schema}.${model.table}`
  const body = "returns trigger language plpgsql as 'begin return new; end'"
  if (kind === 'view') return { name, up: `create view ${name} as select title from ${table};` }
  return {
    name,
    up: `create function ${name}() ${body};\ncreate trigger ${name} before update on ${table} for each row execute function ${name}();`,
  }
}

function addBlock(spec: RandomSpec, pick: Pick): RandomSpec | undefined {
  const model = pick.one(spec.models.filter(({ columns }) => columns.some(({ name }) => name === 'title')))
  if (model === undefined || spec.blocks.length > 2) return undefined
  const [name, next] = fresh(spec, 'block')
  const kind = pick.one(['view', 'trigger', 'function']) ?? 'view'
  if (kind !== 'function') return { ...next, blocks: [...spec.blocks, blockFor(name, model, kind)] }
  const up = `create function ${name}() returns integer language sql as 'select 7';`
  const column = { name: `c${next.counter}`, type: 'integer', default: { sql: `${name}()` } }
  return addColumn({ ...next, blocks: [...spec.blocks, { name, up, before_tables: true }] }, model.name, column, 0)
}

function changeBlock(spec: RandomSpec, pick: Pick): RandomSpec | undefined {
  const block = pick.one(spec.blocks)
  const words = {
    'select title': "select title, 'x' as more",
    'select 7': 'select 8',
    'begin return': 'begin null; return',
  }
  const up = Object.entries(words).reduce((text, [old, now]) => text.replace(old, now), block?.up ?? '')
  const changed = block && { ...block, up }
  return changed && { ...spec, blocks: spec.blocks.map((one) => (one === block ? changed : one)) }
}

function dropBlock(spec: RandomSpec, pick: Pick): RandomSpec | undefined {
  const block = pick.one(spec.blocks)
  if (block === undefined) return undefined
  const models = spec.models.map((model) =>
    model.columns
      .filter((column) => isNamedIn(column.default ?? '', block.name))
      .reduce((one, { name }) => withColumn(one, name, (column) => ({ ...column, default: 7 })), model),
  )
  return { ...spec, models, blocks: spec.blocks.filter((one) => one !== block) }
}

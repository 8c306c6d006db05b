import { fresh, omit, withColumn, withModel } from './change-spec.js'
import type { Edit } from './edits.js'
import type { Pick } from './pick.js'
import type { RandomColumn, RandomModel, RandomSpec } from './spec.js'

const schemas = ['public', 'public', 'side']
const comments = ['What it is.', "Don't `look`: ${sql} and \\ and\na second line", 'é']

/** Key columns of a new model. */
const keys: readonly (readonly RandomColumn[])[] = [
  [{ name: 'id', type: 'bigint', identity: 'by default' }],
  [{ name: 'id', type: 'integer', identity: 'always' }],
  [{ name: 'id', type: 'uuid', default: { sql: 'gen_random_uuid()' } }],
  [{ name: 'code', type: 'text' }],
  [
    { name: 'part', type: 'integer' },
    { name: 'number', type: 'bigint' },
  ],
]

export const modelEdits: readonly Edit[] = [
  { name: 'add a model', apply: addModel },
  {
    name: 'add an enum',
    apply: (spec, pick) => {
      const [name, next] = fresh(spec, 'Mood')
      const made = { name, schema: pick.one(schemas) ?? 'public', values: ['calm', "it's", 'wild'] }
      return { ...next, enums: [...spec.enums, made] }
    },
  },
  {
    name: 'add a value to an enum',
    apply: (spec, pick) => {
      const type = pick.one(spec.enums)
      if (type === undefined) return undefined
      const [value, next] = fresh(spec, 'value ')
      const at = pick.below(type.values.length + 1)
      const values = [...type.values.slice(0, at), value, ...type.values.slice(at)]
      return { ...next, enums: spec.enums.map((other) => (other === type ? { ...type, values } : other)) }
    },
  },
  {
    name: 'comment on an enum',
    apply: (spec, pick) => {
      const type = pick.one(spec.enums)
      if (type === undefined) return undefined
      return { ...spec, enums: spec.enums.map((other) => (other === type ? commented(type, pick) : other)) }
    },
  },
  {
    name: 'comment on a model',
    apply: (spec, pick) => {
      const model = pick.one(spec.models)
      return model && withModel(spec, model.name, (one) => commented(one, pick))
    },
  },
  {
    name: 'comment on a column',
    apply: (spec, pick) => {
      const model = pick.one(spec.models)
      const column = pick.one(model?.columns ?? [])
      if (model === undefined || column === undefined) return undefined
      return withModel(spec, model.name, (one) => withColumn(one, column.name, (old) => commented(old, pick)))
    },
  },
  {
    name: 'add an extension',
    apply: (spec) => (spec.extensions.length > 0 ? undefined : { ...spec, extensions: ['pg_trgm'] }),
  },
  { name: 'link two models', apply: linkModels },
]

export const startModelEdits: readonly Edit[] = []

function addModel(spec: RandomSpec, pick: Pick): RandomSpec | undefined {
  if (spec.models.length >= 6) return undefined
  const [name, next] = fresh(spec, 'Thing')
  const key = pick.one(keys) ?? []
  const made: RandomModel = {
    name,
    schema: pick.one(schemas) ?? 'public',
    table: name.toLowerCase(),
    columns: [...key, { name: 'title', type: 'varchar(20)', default: '-' }],
    primary_key: key.map((column) => column.name),
    unique: [],
    indexes: [],
    checks: [],
    foreign_keys: [],
    relations: {},
  }
  return { ...next, models: [...spec.models, made] }
}

/** A join table that dbgen makes. */
function linkModels(spec: RandomSpec, pick: Pick): RandomSpec | undefined {
  const keyed = spec.models.filter(({ primary_key }) => primary_key.length > 0)
  const left = pick.one(keyed)
  const right = pick.one(keyed.filter((model) => model !== left))
  if (left === undefined || right === undefined) return undefined
  const [through, next] = fresh(spec, 'links')
  const link =
    (other: string) =>
    (one: RandomModel): RandomModel => ({
      ...one,
      relations: { ...one.relations, [through]: { many_to_many: other, through } },
    })
  return withModel(withModel(next, left.name, link(right.name)), right.name, link(left.name))
}

function commented<Value extends { readonly comment?: string }>(value: Value, pick: Pick): Value {
  const comment = pick.one([...comments, ''])
  // Without the key it is the same type still: the key is optional.
  if (comment === '' || comment === value.comment || comment === undefined) return omit(value, 'comment') as Value
  return { ...value, comment }
}

import type { Entity, Field, ForeignKey, Key } from '../model/model.js'
import { ident } from '../schema/quote.js'
import type { Place } from '../spec/diagnostic.js'
import type { ScalarNode, Span } from '../spec/node.js'
import type { Spec } from '../spec/parse-spec.js'
import { specOf, type Thing, thing } from './why-thing.js'

/** Keys, checks, exclusions and indexes of a table, each with the place that asks for it. */
export function tableThings(spec: Spec, entity: Entity): Thing[] {
  const places = placesOf(spec, entity)
  const { primaryKey, uniques, foreignKeys, checks, exclusions, indexes, partitions } = entity
  const part = (kind: string, name: string, at: Place, code: readonly string[], rest: Partial<Thing> = {}): Thing =>
    thing({ kind, name, at, entity, code, database: ident(name), ...rest })
  return [
    ...(primaryKey === undefined
      ? []
      : [
          part(
            'primary key',
            primaryKey.name,
            places.key(primaryKey),
            [primaryKey.errorName],
            keyParts(entity, primaryKey, 'Id'),
          ),
        ]),
    ...uniques.map((key) =>
      part('unique constraint', key.name, places.key(key), [key.errorName], keyParts(entity, key, key.pascal)),
    ),
    ...foreignKeys.map((key) =>
      part('foreign key', key.name, places.foreignKey(key), [key.missingError, key.inUseError], {
        fields: key.fields,
        targets: [key.target],
      }),
    ),
    ...checks.map((check) =>
      part('check', check.name, places.check(check.sql), [check.errorName], { fields: named(entity, check.sql) }),
    ),
    ...exclusions.map((one, index) =>
      part('exclusion', one.name, places.exclusion(index), [one.errorName], {
        fields: named(entity, one.terms.map(({ value }) => value).join(' ')),
      }),
    ),
    ...partitions.map(({ name }) => part('partition', name, places.partition(name), [])),
    ...indexes.map((index, at) =>
      part('index', index.name, places.index(at), index.unique ? [index.errorName] : [], {
        fields: named(entity, index.terms.map(({ value }) => value).join(' ')),
      }),
    ),
  ]
}

function keyParts({ fields }: Entity, key: Key, word: string): Partial<Thing> {
  const hasPrivate = fields.some((field) => field.private)
  const names = [`findBy${word}`, ...(hasPrivate ? [`findBy${word}WithPrivate`] : [])]
  return { fields: key.fields, members: [...names, `upsertBy${key.pascal}`, `upsertManyBy${key.pascal}`] }
}

/** The columns whose names stand in an expression. */
function named({ fields }: Entity, sql: string): Field[] {
  const words = new Set(sql.match(/[\p{L}_][\p{L}\p{N}_$]*/gu))
  return fields.filter(({ name }) => words.has(name))
}

interface Places {
  key(key: Key): Place
  foreignKey(key: ForeignKey): Place
  check(sql: string): Place
  exclusion(index: number): Place
  index(index: number): Place
  partition(name: string): Place
}

/** Where the model, or a mixin of it, asks for the parts of its table. */
function placesOf(spec: Spec, entity: Entity): Places {
  const own = specOf(spec, entity)
  const used = (own?.mixins?.items ?? []).map(({ text }) => spec.mixins.find(({ key }) => key.text === text)?.value)
  const parts = [own, ...used].filter((part) => part !== undefined)
  const columns = parts
    .flatMap((part) => part.columns?.entries ?? [])
    .map(({ key, value }) => {
      const options = value?.kind === 'record' ? value : undefined
      return { name: key.text, options, at: (option: string): Place => options?.keys.get(option)?.at ?? key.span.at }
    })
  const column = (fields: readonly Field[], option: string) =>
    (fields.length === 1 ? columns.find(({ name }) => name === fields[0]?.name)?.at(option) : undefined) ?? entity.at
  const lists = [...(own?.unique?.items ?? []), ...(own?.primary_key === undefined ? [] : [own.primary_key])].map(
    (one) => ({ at: one.span.at, items: (one.kind === 'list' ? one : one.columns)?.items }),
  )
  const checks = [...columns.map(({ options }) => options?.check), ...parts.flatMap((part) => part.checks?.items ?? [])]
  const indexed = columns.filter(({ options }) => options?.index !== undefined && !isOff(options.index))
  const indexes = [...indexed.map(({ at }) => at('index')), ...parts.flatMap((part) => placesIn(part.indexes?.items))]
  return {
    key: (key) =>
      lists.find(({ items }) => isSame(key.fields, items))?.at ??
      column(key.fields, entity.primaryKey === key ? 'primary_key' : 'unique'),
    foreignKey: ({ fields }) =>
      own?.foreign_keys?.items.find((one) => isSame(fields, one.columns?.items))?.span.at ??
      column(fields, 'references'),
    check: (sql) =>
      checks.map((one) => (one?.kind === 'record' ? one.sql : one)).find((one) => one?.text === sql)?.span.at ??
      entity.at,
    exclusion: (index) => own?.exclude?.items[index]?.span.at ?? entity.at,
    index: (index) => indexes[index] ?? entity.at,
    partition: (name) => own?.partitions?.entries.find(({ key }) => key.text === name)?.key.span.at ?? entity.at,
  }
}

function isOff(index: { readonly kind: string; readonly value?: unknown }): boolean {
  return index.kind === 'flag' && index.value === false
}

function placesIn(items: readonly { readonly span: Span }[] = []): Place[] {
  return items.map(({ span }) => span.at)
}

function isSame(fields: readonly Field[], items: readonly ScalarNode[] | undefined): boolean {
  return items?.map(({ text }) => text).join() === fields.map(({ name }) => name).join()
}

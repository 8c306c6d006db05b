import type { Entity } from '../model/model.js'
import { isToMany, type LoadPlan } from './load-sql.js'
import { localName } from './local-name.js'
import { modelFileNames } from './model-names.js'
import { breakable, destructuringHead, LINE_WIDTH, propertyName, stringLiteral } from './typescript-text.js'

/** The types and the decoding of a row with its relations. */
export interface LoadedType {
  readonly name: string
  readonly values: string
  readonly decode: string
  /** Text of the interface, the tuple and the function, those of nested rows first. */
  readonly blocks: readonly { readonly comment: string; readonly text: string }[]
}

/** `PostWithAuthorAndTags` for loads without anything below them. */
export function loadedName(entity: Entity, plans: readonly LoadPlan[]): string {
  return `${entity.names.type}With${plans.map(({ relation }) => relation.pascal).join('And')}`
}

/** A relation, and what its rows are. */
export interface Nested {
  readonly plan: LoadPlan
  readonly type: LoadedType
}

/** The type of `entity` rows with `plans` loaded, called `name`; what is loaded `later` is in the type, not in the values. */
export function loadedType(
  entity: Entity,
  plans: readonly LoadPlan[],
  name: string,
  later: readonly Nested[] = [],
): LoadedType {
  const nested = plans.map((plan) => ({ plan, type: relatedType(plan, name) }))
  const files = modelFileNames(entity)
  const values = `${name}Values`
  const decode = `to${name}`
  return {
    name,
    values,
    decode,
    blocks:
      plans.length === 0
        ? [{ comment: '', text: interfaceText(entity, name, later) }]
        : [
            ...nested.flatMap(({ type }) => type.blocks),
            { comment: '', text: interfaceText(entity, name, [...nested, ...later]) },
            { comment: '', text: tupleText(values, files.valuesType, nested) },
            ...(later.length === 0 ? [] : [{ comment: '', text: fetchedText(name, later) }]),
            {
              comment: '',
              text: decodeText(later.length === 0 ? name : `${name}Fetched`, values, decode, files.decode, nested),
            },
          ],
  }
}

/** The type of one related row; types below a relation are named behind `parent`. */
export function relatedType(plan: LoadPlan, parent: string): LoadedType {
  const { target } = plan.relation
  const files = modelFileNames(target)
  if (plan.children.length > 0) {
    return loadedType(target, plan.children, `${parent}${plan.relation.pascal}`)
  }
  return { name: target.names.type, values: files.valuesType, decode: files.decode, blocks: [] }
}

function interfaceText(entity: Entity, name: string, nested: readonly Nested[]): string {
  const properties = nested.map(({ plan, type }) => {
    const suffix = isToMany(plan.relation) ? '[]' : mayBeNull(plan) ? ' | null' : ''
    return `  ${propertyName(plan.relation.name)}: ${type.name}${suffix};\n`
  })
  return `export interface ${name} extends ${entity.names.type} {\n${properties.join('')}}`
}

function tupleText(name: string, rowValues: string, nested: readonly Nested[]): string {
  const elements = nested.map(({ plan, type }) => {
    const element = isToMany(plan.relation) ? `readonly ${type.values}[]` : type.values
    return `${localName(plan.relation.name)}: ${element}${mayBeNull(plan) ? ' | null' : ''}`
  })
  return breakable(`type ${name} = readonly [`, [...elements, `...row: ${rowValues}`], '];')
}

/** The row before the statements that load the rest of it. */
function fetchedText(name: string, later: readonly Nested[]): string {
  const missing = later.map(({ plan }) => stringLiteral(plan.relation.name)).join(' | ')
  const line = `type ${name}Fetched = Omit<${name}, ${missing}>;`
  return line.length <= LINE_WIDTH ? line : `type ${name}Fetched = Omit<\n  ${name},\n  ${missing}\n>;`
}

function decodeText(
  result: string,
  values: string,
  decode: string,
  decodeRow: string,
  nested: readonly Nested[],
): string {
  const locals = nested.map(({ plan }) => localName(plan.relation.name))
  const properties = nested.map(({ plan, type }) => decodeProperty(plan, type))
  const object = breakable('{', [`...${decodeRow}(row)`, ...properties], '}', { indent: 2, used: 8, spaced: true })
  return `${destructuringHead(`function ${decode}`, [...locals, '...row'], `: ${values}): ${result}`)}\n  return ${object};\n}`
}

function decodeProperty(plan: LoadPlan, type: LoadedType): string {
  const local = localName(plan.relation.name)
  const property = propertyName(plan.relation.name)
  if (isToMany(plan.relation)) return `${property}: ${local}.map(${type.decode})`
  const decoded = `${type.decode}(${local})`
  return `${property}: ${mayBeNull(plan) ? `${local} === null ? null : ${decoded}` : decoded}`
}

/** A belongs_to whose key cannot be NULL always has its row. */
export function mayBeNull({ relation }: LoadPlan): boolean {
  return relation.kind === 'has_one' || (relation.kind === 'belongs_to' && relation.nullable)
}

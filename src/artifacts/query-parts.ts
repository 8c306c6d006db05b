import type { Entity, Field } from '../model/model.js'
import { castType } from './cast-type.js'
import type { Context, GeneratedStatement } from './context.js'
import type { Imports } from './imports.js'
import { canLoadLater, type LoadPlan, loaderSql, loadSql } from './load-sql.js'
import { type LoadedType, loadedName, loadedType, plainType } from './load-type.js'
import { importCodecs } from './method-text.js'
import { modelFileNames } from './model-names.js'
import { relationConstant, relationDefinition } from './relation-text.js'
import { mark, plainSql, sqlSource } from './sql-source.js'
import { type Parameter, statementDefinition, statementName } from './statement-text.js'
import { stringLiteral } from './typescript-text.js'

export interface Block {
  readonly comment: string
  readonly text: string
}

/** One `queries/post.queries.ts` while it is put together. */
export class QueryFile {
  readonly context: Context
  readonly entity: Entity
  readonly imports: Imports
  readonly blocks: Block[] = []
  readonly statements: GeneratedStatement[] = []
  readonly #types = new Map<string, LoadedType>()
  readonly #relations = new Map<string, LoadPlan>()

  constructor(context: Context, entity: Entity, imports: Imports) {
    this.context = context
    this.entity = entity
    this.imports = imports
  }

  get path(): string {
    return `queries/${this.entity.names.file}.queries.ts`
  }

  add(comment: string, text: string): void {
    this.blocks.push({ comment, text })
  }

  /** Adds `const name = defineStatement(...)` and remembers its SQL for the proof. */
  addStatement(variable: string, sql: string, parameters: readonly Parameter[]): void {
    this.use('statement', 'defineStatement')
    const name = statementName(this.entity.names.type, variable.replace(/Statement$/, ''))
    const source = `\n    ${sqlSource(sql)}\n  `
    this.add('', `const ${variable} = ${statementDefinition(variable, name, source, parameters)};`)
    this.remember(variable, plainSql(sql))
  }

  /** Remembers SQL of the generated code for the proof. */
  remember(name: string, sql: string): void {
    this.statements.push({ name: `${this.path} ${name}`, sql })
  }

  /** The type of this file's rows with `plans` loaded, declared when it is first asked for. */
  rowType(plans: readonly LoadPlan[], functionType: string): LoadedType {
    this.useRow(this.entity)
    if (plans.length === 0) return plainType(this.entity)
    const isDeep = plans.some(({ children }) => children.length > 0)
    const name = isDeep ? `${functionType}Row` : loadedName(this.entity, plans)
    const known = this.#types.get(name)
    if (known !== undefined) return known
    const type = loadedType(this.entity, plans, name)
    this.#types.set(name, type)
    for (const plan of plans) this.useLoaded(plan)
    this.blocks.push(...type.blocks)
    return type
  }

  /**
   * The constant that describes a load below this file's entity, declared when it is first asked for. `path` names those of
   * a query; a load without options of its own is the relation itself.
   */
  relation(plan: LoadPlan, path: string): string {
    return this.#relation(this.entity, this.entity.names.sqlAlias, plan, path)
  }

  /** `${postAuthorRelation.json}` in SQL. */
  relationJson(plan: LoadPlan, path: string): string {
    return mark(`${this.relation(plan, path)}.json`, loadSql(plan, this.entity.names.sqlAlias))
  }

  #relation(parent: Entity, alias: string, plan: LoadPlan, path: string): string {
    const { relation } = plan
    const isFirst = parent === this.entity && alias === parent.names.sqlAlias
    const isOwn = isFirst && isPlain(plan)
    const own = relationConstant(parent, plan)
    if (isOwn && this.#relations.has(own)) return this.#withStrategy(own, plan, path)
    const name = isOwn ? own : `${path}${relation.pascal}Relation`
    if (this.#relations.has(name)) return name
    const load = plan.children.map((child) =>
      this.#relation(relation.target, plan.alias, child, `${path}${relation.pascal}`),
    )
    this.use('relation', 'defineRelation')
    this.useValue(parent, modelFileNames(parent).table)
    this.useValue(relation.target, modelFileNames(relation.target).table)
    this.#relations.set(name, plan)
    this.add('', `const ${name} = ${relationDefinition(parent, alias, plan, load)};`)
    // A call chooses the strategies of the first level; below that only the spec does.
    if (plan.strategy === 'select' || (isFirst && canLoadLater(relation)))
      this.remember(name, loaderSql(plan, alias, castType))
    return name
  }

  /** The relation as it is, or with the strategy that a query asks for. */
  #withStrategy(own: string, plan: LoadPlan, path: string): string {
    if (this.#relations.get(own)?.strategy === plan.strategy) return own
    const name = `${path}${plan.relation.pascal}Relation`
    this.imports.type(`../relation${this.context.ext}`, 'Relation')
    this.#relations.set(name, plan)
    this.add('', `const ${name}: Relation = { ...${own}, strategy: ${stringLiteral(plan.strategy)} };`)
    return name
  }

  /** Imports the row type of an entity's model file. */
  useType(entity: Entity, ...names: readonly string[]): void {
    this.imports.type(this.modelPath(entity), ...names)
  }

  useValue(entity: Entity, ...names: readonly string[]): void {
    this.imports.value(this.modelPath(entity), ...names)
  }

  /** Imports functions of a file of the runtime. */
  use(file: string, ...names: readonly string[]): void {
    this.imports.value(`../${file}${this.context.ext}`, ...names)
  }

  /** Imports what the types and the decoding of a loaded relation may need; what is not mentioned is dropped again. */
  useLoaded({ relation, children }: LoadPlan): void {
    this.useRow(relation.target)
    this.use('relation', 'readOptionalRow', 'readRow', 'readRows')
    this.use('statement', 'decodeRows')
    for (const child of children) this.useLoaded(child)
  }

  useConnection(): void {
    this.imports.type(`../execute${this.context.ext}`, 'Connection', 'WireRow')
  }

  useCodecs(fields: readonly Field[]): void {
    importCodecs(this.context, fields, this.imports)
  }

  useRow(entity: Entity): void {
    const files = modelFileNames(entity)
    this.useType(entity, entity.names.type)
    this.useValue(entity, files.decode, files.decodeMany)
  }

  modelPath(entity: Entity): string {
    return `../models/${entity.names.file}${this.context.ext}`
  }
}

/** Whether a load is the relation as the spec has it. */
function isPlain({ relation, children, limit, order }: LoadPlan): boolean {
  return children.length === 0 && limit === undefined && order === relation.order
}

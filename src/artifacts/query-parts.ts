import type { Entity, Field } from '../model/model.js'
import type { Context, GeneratedStatement } from './context.js'
import type { Imports } from './imports.js'
import type { LoadPlan } from './load-sql.js'
import { type LoadedType, loadedName, loadedType, type Nested } from './load-type.js'
import { importCodecs } from './method-text.js'
import { modelFileNames } from './model-names.js'
import { listedEntities, plainSql, sqlSource } from './sql-source.js'
import { statementDefinition, statementName } from './statement-text.js'

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
  addStatement(variable: string, sql: string, decode: string): void {
    this.useLists(sql)
    this.imports.value(`../statement${this.context.ext}`, 'defineStatement')
    const name = statementName(this.entity.names.type, variable.replace(/Statement$/, ''))
    const source = `\n    ${sqlSource(sql, this.entities)}\n  `
    this.add('', `const ${variable} = ${statementDefinition(variable, name, source, decode)};`)
    this.remember(variable, sql)
  }

  /** Remembers SQL of the generated code for the proof. */
  remember(name: string, sql: string): void {
    this.statements.push({ name: `${this.path} ${name}`, sql: plainSql(sql, this.entities) })
  }

  /**
   * The type of this file's rows with `plans` loaded, declared when it is first asked for; its `decode` leaves out what is
   * loaded `later`.
   */
  rowType(plans: readonly LoadPlan[], functionType: string, later: readonly Nested[] = []): LoadedType {
    const name = [...plans, ...later.map(({ plan }) => plan)].some(({ children }) => children.length > 0)
      ? `${functionType}Row`
      : loadedName(this.entity, plans)
    const known = this.#types.get(name)
    if (known !== undefined) return known
    const type = loadedType(this.entity, plans, name, later)
    this.#types.set(name, type)
    this.#useRow(this.entity)
    for (const plan of plans) this.useLoaded(plan)
    this.blocks.push(...type.blocks)
    return type
  }

  /** Imports the row type of an entity's model file. */
  useType(entity: Entity, ...names: readonly string[]): void {
    this.imports.type(this.modelPath(entity), ...names)
  }

  useValue(entity: Entity, ...names: readonly string[]): void {
    this.imports.value(this.modelPath(entity), ...names)
  }

  /** Imports what the types and the decoding of a loaded relation need. */
  useLoaded({ relation, children }: LoadPlan): void {
    this.#useRow(relation.target)
    for (const child of children) this.useLoaded(child)
  }

  useDatabase(): void {
    this.imports.type('kysely', 'Kysely')
    this.imports.type(`../database${this.context.ext}`, 'Database')
  }

  useCodecs(fields: readonly Field[]): void {
    importCodecs(this.context, fields, this.imports)
  }

  /** Imports what the marks in the SQL refer to. */
  useLists(sql: string): void {
    for (const entity of listedEntities(sql, this.entities)) this.useValue(entity, modelFileNames(entity).table)
  }

  /** The SQL as it stands inside a template literal of this file. */
  source(sql: string): string {
    this.useLists(sql)
    return sqlSource(sql, this.entities)
  }

  get entities(): readonly Entity[] {
    return this.context.model.entities
  }

  modelPath(entity: Entity): string {
    return `../models/${entity.names.file}${this.context.ext}`
  }

  #useRow(entity: Entity): void {
    const files = modelFileNames(entity)
    this.useType(entity, entity.names.type, files.valuesType)
    this.useValue(entity, files.decode)
  }
}

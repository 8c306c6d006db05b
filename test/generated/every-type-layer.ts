import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generateLayer, type Layer, type Row } from './generated-layer.js'

/** A repository of every-type.yaml, as far as tests use it. */
export interface Repository {
  create(row: Row): Promise<Row>
  createMany(rows: readonly Row[]): Promise<Row[]>
  copyFrom(rows: Iterable<Row>): Promise<number>
  findById(id: unknown): Promise<Row | undefined>
  loadById(id: unknown): Promise<Row | undefined>
  findByIds(ids: readonly unknown[]): Promise<Row[]>
  findMany(options: object): Promise<Row[]>
  findPage(options: object): Promise<{ rows: Row[]; next: string | undefined }>
  stream(options: object): AsyncGenerator<Row>
  count(filter: object): Promise<number>
  update(id: unknown, patch: Row): Promise<Row | undefined>
  updateEach(changes: readonly { id: unknown; patch: Row }[]): Promise<Row[]>
}

export const everyTypeSpec = join(import.meta.dirname, 'every-type.yaml')

/** Generates every-type.yaml, with other forms of values where given. */
export async function generateEveryType(types: string): Promise<Layer> {
  const spec = await readFile(everyTypeSpec, 'utf8')
  const output = `output: { validators: zod${types === '' ? '' : `, types: { ${types} }`} }`
  return generateLayer(spec.replace('version: 1', `version: 1\n${output}`))
}

/** A column that an edit adds to a model. */
export interface AddedColumn {
  readonly model: number
  readonly name: string
}

/** A spec of so many tables with about ten columns each, foreign keys to one or two tables before them, and indexes. */
export function specOf(size: number, added: readonly AddedColumn[] = []): string {
  const models = Array.from({ length: size }, (_, index) => modelLines(index, added))
  return `version: 1\n\nenums:\n  Status: [draft, active, archived]\n\nmodels:\n${models.flat().join('\n')}\n`
}

function modelLines(index: number, added: readonly AddedColumn[]): string[] {
  return [
    `  Thing${index}:`,
    '    columns:',
    '      id: { type: bigint, primary_key: true, identity: always }',
    '      name: varchar(100)',
    '      code: { type: varchar(40), unique: true }',
    '      description: { type: text, nullable: true }',
    '      status: { type: Status, default: draft }',
    '      is_active: { type: boolean, default: true }',
    '      amount: { type: "numeric(12, 2)", check: amount >= 0 }',
    '      created_at: { type: timestamptz, default: now() }',
    ...parents(index).map(
      (parent) => `      thing${parent}_id: { type: bigint, references: Thing${parent}, index: true }`,
    ),
    ...added.filter(({ model }) => model === index).map(({ name }) => `      ${name}: { type: text, nullable: true }`),
    '    indexes:',
    '      - [status, -created_at]',
  ]
}

/** The models that a model refers to: near ones, as in schemas that grew. */
export function parents(index: number): number[] {
  const near = [index - 1 - (index % 7), index - 1 - (index % 19)].filter((parent) => parent >= 0)
  return [...new Set(near)]
}

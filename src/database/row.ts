/** Reads the text in a column of a catalog query. Throws where the query does not return it. */
export function text(row: Record<string, unknown>, column: string): string {
  const value = row[column]
  if (typeof value !== 'string') throw new Error(`the catalog query returned no text in "${column}"`)
  return value
}

/** Reads text that may be NULL. */
export function optionalText(row: Record<string, unknown>, column: string): string | undefined {
  return row[column] === null || row[column] === undefined ? undefined : text(row, column)
}

/** Reads a JSON array of texts, itself as text; NULL is an empty list. */
export function textList(row: Record<string, unknown>, column: string): string[] {
  const json = optionalText(row, column)
  const value: unknown = json === undefined ? [] : JSON.parse(json)
  if (!Array.isArray(value)) throw new Error(`the catalog query returned no list in "${column}"`)
  return value.map(String)
}

/** Reads a JSON array of objects, itself as text; NULL is an empty list. */
export function objectList(row: Record<string, unknown>, column: string): Record<string, unknown>[] {
  const json = optionalText(row, column)
  const value: unknown = json === undefined ? [] : JSON.parse(json)
  if (!Array.isArray(value)) throw new Error(`the catalog query returned no list in "${column}"`)
  return value
}

// The parser gives trees of plain objects whose forms no type describes: everything in them is looked for.

/** The last name of a list: the function of a qualified call. */
export function lastOf(list: unknown): string {
  return stringOf(Array.isArray(list) ? list.at(-1) : undefined)
}

/** The text of a node that is a string, else nothing. */
export function stringOf(node: unknown): string {
  const text = at(at(node, 'String'), 'sval')
  return typeof text === 'string' ? text : ''
}

/** Whether it is a node with fields. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The field of a node, where it has it. */
export function at(value: unknown, key: string): unknown {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
}

/** The function that a call node names, without its schema. */
export function functionName(call: unknown): string {
  const parts = at(call, 'funcname')
  return stringOf(Array.isArray(parts) ? parts.at(-1) : undefined)
}

/** The fields of a list of nodes; none where it is no list. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

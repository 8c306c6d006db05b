import fc, { type GeneratorValue } from 'fast-check'

/** A comment that was written, and what it is about. */
export interface Owned {
  readonly id: string
  /** In lines above a key, behind a value in the same line, or below something, indented as that or deeper. */
  readonly kind: 'above' | 'behind' | 'below'
  /** The place in the data: `/models/A/columns`. */
  readonly owner: string
}

/** Data of a spec: text, lists and maps. */
type Data = string | readonly Data[] | { readonly [key: string]: Data }

const TYPES = ['text', 'bigint', 'varchar(20)', '"numeric(3, 1)"', "'it''s'", "'x'", '"it\'s"'] as const
const NAMES = ['A', 'B', 'a', 'b', 'c', 'id'] as const
const COLUMN = ['default', 'type', 'nullable', 'comment', 'unique', 'check', 'index'] as const
const MODEL = [
  'checks',
  'unique',
  'columns',
  'table',
  'indexes',
  'primary_key',
  'comment',
  'queries',
  'unknown',
] as const
const TOP = ['models', 'version', 'sql', 'enums', 'postgres', 'mixins', 'extensions'] as const

/** A spec that is YAML, whether or not it makes sense, in a layout and with comments of all kinds. */
export function writeUntidily(choose: GeneratorValue): { readonly text: string; readonly comments: readonly Owned[] } {
  const writer = new Writer(choose)
  writer.top()
  return { text: `${writer.lines.join('\n')}\n`, comments: writer.comments }
}

class Writer {
  readonly lines: string[] = []
  readonly comments: Owned[] = []
  private readonly choose: GeneratorValue

  constructor(choose: GeneratorValue) {
    this.choose = choose
  }

  top(): void {
    if (this.isChosen(3)) {
      this.lines.push(`# head; ${this.word(['x', ''])}`.trimEnd(), '')
      if (this.isChosen(3)) this.lines.push('')
    }
    const data: { [key: string]: Data } = {}
    for (const key of this.some(TOP)) data[key] = this.topValue(key)
    if (Object.keys(data).length === 0) data['version'] = '1'
    this.map(data, 0, '')
  }

  private topValue(key: (typeof TOP)[number]): Data {
    if (key === 'models' || key === 'mixins') return this.named(() => this.keyed(MODEL, (part) => this.part(part)))
    if (key === 'sql')
      return this.named(() => ({
        up: this.word(['|\nselect 1\n  , 2', '|-\n\nx', '>\na\n\n b', '|+\nx\n\n', 'select 1']),
      }))
    if (key === 'enums') return this.named(() => this.list())
    return key === 'extensions' ? this.list() : '15'
  }

  private part(key: (typeof MODEL)[number]): Data {
    if (key === 'columns' || key === 'queries')
      return this.named(() => (this.isChosen(2) ? this.word(TYPES) : this.keyed(COLUMN, () => this.word(TYPES))))
    if (key === 'indexes' || key === 'checks')
      return this.several(() =>
        this.isChosen(2)
          ? this.list()
          : this.keyed(['where', 'columns', 'name'], (part) => (part === 'columns' ? this.list() : 'x')),
      )
    return key === 'unique' ? this.several(() => this.list()) : this.word(['x', '', 'two\nlines'])
  }

  private named(make: () => Data): Data {
    return Object.fromEntries(this.some(NAMES).map((name) => [name, make()]))
  }

  private keyed<Key extends string>(keys: readonly Key[], make: (key: Key) => Data): Data {
    return Object.fromEntries(this.some(keys).map((key) => [key, make(key)]))
  }

  private several(make: () => Data): Data {
    return Array.from({ length: this.choose(fc.nat, { max: 3 }) }, make)
  }

  private list(): Data {
    return this.several(() =>
      this.word(['a', 'b', "'c'", 'a name that is longer than others, for long lines'.replace(',', ' '), 'd']),
    )
  }

  /** A map in lines of its own; `first` when its first key follows a dash in the same line. */
  private map(data: { readonly [key: string]: Data }, column: number, path: string, first?: string): void {
    let start = first
    for (const [key, value] of Object.entries(data)) {
      if (start === undefined) this.above(column, `${path}/${key}`)
      const indent = start ?? ' '.repeat(column)
      start = undefined
      this.value(`${indent}${key}${this.isChosen(8) ? ' :' : ':'}`, value, column, `${path}/${key}`)
    }
    if (path !== '' && column > 0) this.below(column, path)
  }

  private items(data: readonly Data[], column: number, path: string): void {
    for (const [index, value] of data.entries()) {
      this.above(column, `${path}/${index}`)
      const dash = `${' '.repeat(column)}-`
      const isMap = typeof value === 'object' && !isList(value) && Object.keys(value).length > 0
      if (!isMap || this.isChosen(3)) this.value(dash, value, column, `${path}/${index}`)
      else {
        const gap = ' '.repeat(1 + this.choose(fc.nat, { max: 2 }))
        this.map(value, column + 1 + gap.length, `${path}/${index}`, `${dash}${gap}`)
      }
    }
  }

  private value(start: string, data: Data, column: number, path: string): void {
    const isEmpty = typeof data === 'object' && Object.keys(data).length === 0
    if (typeof data === 'string') this.text(start, data, column, path)
    else if (isEmpty || this.isChosen(3)) this.inline(start, data, column, path)
    else {
      this.lines.push(start + this.behind(path))
      // A list may stand as far to the left as its key.
      const deeper = column + 1 + this.choose(fc.nat, { max: 3 })
      if (isList(data)) this.items(data, this.isChosen(4) && !start.endsWith('-') ? column : deeper, path)
      else this.map(data, deeper, path)
    }
  }

  private text(start: string, data: string, column: number, path: string): void {
    if (data === '') {
      this.lines.push(start + this.behind(path))
      return
    }
    const [first = '', ...others] = data.split('\n')
    const deeper = ' '.repeat(column + 1 + this.choose(fc.nat, { max: 3 }))
    const isBlock = /^[|>]/.test(first)
    this.lines.push(`${start}${this.blanks()}${first}${others.length === 0 || isBlock ? this.behind(path) : ''}`)
    for (const line of others) this.lines.push(line === '' ? '' : `${deeper}${line}`)
    if (!isBlock) this.belowText(column, path)
  }

  private inline(start: string, data: Data, column: number, path: string): void {
    this.lines.push(`${start}${this.blanks()}${this.braces(data)}${this.behind(path)}`)
    this.belowText(column, path)
  }

  private braces(data: Data): string {
    if (typeof data === 'string') return data === '' || /\n/.test(data) ? '"z"' : data
    const [pad, comma] = [this.word(['', ' ']), this.word([',', ', ', ' ,  '])]
    if (isList(data)) return `[${pad}${data.map((one) => this.braces(one)).join(comma)}${pad}]`
    const pairs = Object.entries(data).map(([key, value]) => `${key}: ${this.braces(value)}`)
    return `{${pad}${pairs.join(comma)}${pad}}`
  }

  private above(column: number, owner: string): void {
    if (this.isChosen(4)) this.lines.push('')
    if (!this.isChosen(4)) return
    for (let index = 0; index <= this.choose(fc.nat, { max: 1 }); index += 1)
      this.lines.push(`${' '.repeat(column)}${this.comment('above', owner)}`)
  }

  private behind(owner: string): string {
    return this.isChosen(4) ? `${this.blanks()}${this.comment('behind', owner)}` : ''
  }

  private below(column: number, owner: string): void {
    if (this.isChosen(6)) this.lines.push(`${' '.repeat(column)}${this.comment('below', owner)}`)
  }

  private belowText(column: number, owner: string): void {
    if (this.isChosen(10)) this.lines.push(`${' '.repeat(column + 2)}${this.comment('below', owner)}`)
  }

  private comment(kind: Owned['kind'], owner: string): string {
    const id = `c${this.comments.length}`
    this.comments.push({ id, kind, owner })
    return `# ${id};`
  }

  private blanks(): string {
    return ' '.repeat(1 + this.choose(fc.nat, { max: 2 }))
  }

  private word(words: readonly string[]): string {
    return this.choose(fc.constantFrom, ...words)
  }

  private some<Word>(words: readonly Word[]): Word[] {
    return this.choose(fc.shuffledSubarray, [...words], { maxLength: Math.min(4, words.length) })
  }

  private isChosen(oneOf: number): boolean {
    return this.choose(fc.nat, { max: oneOf - 1 }) === 0
  }
}

function isList(data: Data): data is readonly Data[] {
  return Array.isArray(data)
}

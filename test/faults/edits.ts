import type { MigrationFormat } from '../../src/database/migration-files.js'

/** The files of a migrations folder, by name. */
export type Files = Readonly<Record<string, string>>

/** Something that happens to the files between two runs. */
export interface Edit {
  readonly name: string
  readonly formats: readonly MigrationFormat[]
  /** `applied`: the database has the migration; `half`: it has the first steps of it. */
  readonly when: 'applied' | 'half'
  /** What a run says; undefined where it goes well. */
  readonly refusal: string | undefined
  /** Changes the files of the migration with this id. */
  change(files: Files, id: string): Files
}

const both = ['sql', 'kysely'] as const
const EDITED = 'was edited after it was applied'
const DONE = 'since then step'

/** All of them; Kysely's ledger knows no checksums, so that an edit of what it has is not seen. */
export const edits: readonly Edit[] = [
  applied('a word more', ['sql'], EDITED, (text) => text.replace('alter table', 'alter  table')),
  applied('a space at the end', ['sql'], EDITED, (text) => `${text} `),
  applied('a byte order mark', ['sql'], EDITED, (text) => `\ufeff${text}`),
  applied('steps in another order', ['sql'], EDITED, swapSteps),
  applied('shorter', ['sql'], EDITED, (text) => text.slice(0, text.length / 2)),
  applied('empty', ['sql'], EDITED, () => ''),
  applied('other line ends', both, undefined, (text) => text.replaceAll('\n', '\r\n')),
  {
    name: 'its files gone',
    formats: both,
    when: 'applied',
    refusal: 'its files are gone',
    change: (files, id) => without(files, (name) => name.startsWith(id)),
  },
  {
    name: 'one of its files gone',
    formats: ['sql'],
    when: 'applied',
    refusal: 'is missing: restore it',
    change: (files, id) => without(files, (name) => name === `${id}.down.sql`),
  },
  {
    name: 'its files renamed',
    formats: both,
    when: 'applied',
    refusal: 'its files are gone',
    change: (files, id) => renamed(files, id, `${id}s`),
  },
  {
    name: 'one that is pending renamed to come before it',
    formats: both,
    when: 'applied',
    refusal: 'was made to follow another migration',
    change: (files, id) => {
      const last = Object.keys(files).sort().at(-1)?.split('.')[0] ?? ''
      return renamed(files, last, id.replace(/^(\d{13})\d/, '$10'))
    },
  },
  half('a step that is done edited', DONE, (text) => text.replace('alter table', 'alter  table')),
  half('shorter than what is done', DONE, (text) => cutBehindStep(text, 2)),
  half('steps that are done in another order', DONE, swapSteps),
  half('a step that is to come edited', undefined, (text) => editBehind(text, 8)),
  half('other line ends', undefined, (text) => text.replaceAll('\n', '\r\n')),
  half('a byte order mark', undefined, (text) => `\ufeff${text}`),
]

type Change = (text: string) => string

function applied(name: string, formats: readonly MigrationFormat[], refusal: string | undefined, change: Change): Edit {
  return { name, formats, when: 'applied', refusal, change: (files, id) => changed(files, id, change) }
}

function half(name: string, refusal: string | undefined, change: Change): Edit {
  return { name, formats: both, when: 'half', refusal, change: (files, id) => changed(files, id, change) }
}

/** The file of the way up alone. */
function changed(files: Files, id: string, change: Change): Files {
  const name = Object.hasOwn(files, `${id}.ts`) ? `${id}.ts` : `${id}.up.sql`
  return { ...files, [name]: change(files[name] ?? '') }
}

function without(files: Files, isGone: (name: string) => boolean): Files {
  return Object.fromEntries(Object.entries(files).filter(([name]) => !isGone(name)))
}

function renamed(files: Files, id: string, to: string): Files {
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [name.replace(id, to), text]))
}

const STEP = /^ *(?:--|\/\/) step (\d+)\/\d+: /m

/** What stands in front of the first step, then each step of the way up, then the rest. */
function partsOf(text: string): string[] {
  const starts = [...text.matchAll(new RegExp(STEP, 'gm'))]
  const second = starts.findIndex((start, index) => index > 0 && start[1] === '1')
  const up = starts.slice(0, second === -1 ? starts.length : second).map(({ index }) => index)
  const end = second === -1 ? text.length : text.indexOf('\n}\n') + 1
  return [0, ...up].map((start, index) => text.slice(start, up[index] ?? end)).concat(text.slice(end))
}

/** What the first and the second do, under the titles that were there. */
function swapSteps(text: string): string {
  const [head = '', first = '', second = '', ...rest] = partsOf(text)
  const title = (step: string): string => step.slice(0, step.indexOf('\n'))
  const body = (step: string): string => step.slice(step.indexOf('\n'))
  return [head, title(first) + body(second), title(second) + body(first), ...rest].join('')
}

function cutBehindStep(text: string, last: number): string {
  const parts = partsOf(text)
  const kept = parts.slice(0, last + 1).join('')
  return `${kept.replaceAll(/ step (\d+)\/\d+:/g, ` step $1/${last}:`).trimEnd()}\n${parts.at(-1) ?? ''}`
}

/** Another way to say the same. */
function editBehind(text: string, step: number): string {
  return partsOf(text)
    .map((part, index) => (index > step ? part.replaceAll('alter table', 'alter  table') : part))
    .join('')
}

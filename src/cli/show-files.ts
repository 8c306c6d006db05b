import { alignColumns, type Cell } from './columns.js'
import type { FileChange } from './pipeline-api.js'
import { count, grouped, size } from './quantities.js'
import type { Colors } from './terminal.js'

const MOST_FILES = 20
const MOST_FOLDERS = 15

type Kind = FileChange['kind']

/** What a kind of change is called, in the order in which the kinds are shown; `unchanged` is counted, never listed. */
const words: Readonly<Record<Kind, { readonly word: string; readonly color: 'green' | 'yellow' | 'red' | 'dim' }>> = {
  created: { word: 'new', color: 'green' },
  changed: { word: 'changed', color: 'yellow' },
  merged: { word: 'merged', color: 'yellow' },
  removed: { word: 'removed', color: 'red' },
  kept: { word: 'kept', color: 'yellow' },
  unchanged: { word: 'unchanged', color: 'dim' },
}

// The keys of a table that has every kind are the kinds.
const kinds = Object.keys(words) as readonly Kind[]

/** The files that a run touched: each by name, or where they are many, by folder. */
export function showFiles(files: readonly FileChange[], colors: Colors): string[] {
  const touched = files.filter(({ kind }) => kind !== 'unchanged')
  if (touched.length <= MOST_FILES) return alignColumns(touched.map((file) => fileRow(file, colors)))
  const notable = touched.filter(({ kind }) => kind === 'removed' || kind === 'kept')
  return [...showFolders(touched, colors), ...(notable.length > 0 ? ['', ...showNotable(notable, colors)] : [])]
}

/** `2 new, 1 changed, 14 unchanged` */
export function countFiles(files: readonly FileChange[], colors: Colors): string {
  return countKinds(files)
    .map(([kind, number]) => colors[words[kind].color](`${grouped(number)} ${words[kind].word}`))
    .join(', ')
}

function fileRow({ kind, path, bytes, reason }: FileChange, colors: Colors): Cell[] {
  const { word, color } = words[kind]
  const about = reason === undefined ? [] : [{ text: reason, paint: colors.dim }]
  return [{ text: word, paint: colors[color] }, { text: path }, sizeCell(bytes, colors), ...about]
}

/** What is gone, or stays though it is generated no longer, is worth a name even among thousands. */
function showNotable(files: readonly FileChange[], colors: Colors): string[] {
  const shown = alignColumns(files.slice(0, MOST_FILES).map((file) => fileRow(file, colors)))
  const rest = files.length - MOST_FILES
  return rest > 0 ? [...shown, colors.dim(`  and ${count(rest, 'more file')}`)] : shown
}

function showFolders(files: readonly FileChange[], colors: Colors): string[] {
  const folders = [...groupByFolder(files)].sort(([a], [b]) => (a < b ? -1 : 1))
  const rows = folders.slice(0, MOST_FOLDERS).map(([folder, inside]) => folderRow(folder, inside, colors))
  const rest = folders.slice(MOST_FOLDERS)
  if (rest.length === 0) return alignColumns(rows)
  return alignColumns([
    ...rows,
    folderRow(
      `${count(rest.length, 'more folder')}`,
      rest.flatMap(([, inside]) => inside),
      colors,
    ),
  ])
}

function folderRow(name: string, files: readonly FileChange[], colors: Colors): Cell[] {
  const bytes = files.filter(({ kind }) => kind !== 'removed').reduce((sum, file) => sum + file.bytes, 0)
  const counts = countKinds(files).map(([kind, number]) => `${grouped(number)} ${words[kind].word}`)
  return [{ text: name }, sizeCell(bytes, colors), { text: counts.join(', ') }]
}

function sizeCell(bytes: number, colors: Colors): Cell {
  return { text: bytes === 0 ? '' : size(bytes), align: 'right', paint: colors.dim }
}

function countKinds(files: readonly FileChange[]): [Kind, number][] {
  return kinds
    .map((kind): [Kind, number] => [kind, files.filter((file) => file.kind === kind).length])
    .filter(([, number]) => number > 0)
}

function groupByFolder(files: readonly FileChange[]): Map<string, FileChange[]> {
  const folders = new Map<string, FileChange[]>()
  for (const file of files) {
    const folder = file.path.includes('/') ? file.path.slice(0, file.path.lastIndexOf('/')) : '.'
    const inside = folders.get(folder)
    if (inside === undefined) folders.set(folder, [file])
    else inside.push(file)
  }
  return folders
}

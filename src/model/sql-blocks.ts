import type { SqlBlocksSpec } from '../spec/definition/objects.js'
import type { ScalarNode } from '../spec/node.js'
import type { SqlStatement } from '../spec/sql-script.js'
import { quoted } from '../spec/wording.js'
import type { Building } from './drafts.js'
import type { SqlBlock } from './objects.js'

type BlockEntry = SqlBlocksSpec['entries'][number]

interface Script {
  readonly statements: readonly SqlStatement[]
  readonly text: string
}

/** The SQL blocks of the spec, each with what removes it again. */
export function sqlBlocks(building: Building, entries: readonly BlockEntry[]): SqlBlock[] {
  return entries.flatMap(({ key, value }) => {
    const up = value?.up && scriptOf(building, value.up, 'up')
    const given = value?.down && scriptOf(building, value.down, 'down')
    if (value?.up === undefined || up === undefined) return []
    const down = value.keys.has('down') ? given?.text : derivedDown(building, value.up, up)
    if (down === undefined) return []
    return [{ name: key.text, at: key.span.at, up: up.text, down, isBeforeTables: value.before_tables?.value ?? false }]
  })
}

/** The statements of a text; nothing where one may not be there, which is then noted. */
function scriptOf({ script, problems }: Building, node: ScalarNode, what: 'up' | 'down'): Script | undefined {
  const result = script(node.text)
  if (result.kind === 'mistake') {
    const where = result.offset === undefined ? '' : lineText(node, result.offset)
    const isPsql = /^\s*\\[a-z]/im.test(node.text)
    const hint = isPsql
      ? 'what begins with "\\" is for psql alone: leave it out'
      : 'write SQL statements, with ";" behind each'
    problems.add('DB803', node.span, `${result.message}${where} (in "${what}")`, hint)
    return undefined
  }
  const refused = result.statements.filter(({ refusal }) => refusal !== undefined)
  for (const { refusal, words, offset } of refused) {
    if (refusal === undefined) continue
    const message = `${quoted(words)}${lineText(node, offset)} ${refusal.message}`
    problems.add('DB804', node.span, message, refusal.hint)
  }
  return refused.length === 0 ? result : undefined
}

/** Drops what the block creates, the last first. */
function derivedDown({ problems }: Building, node: ScalarNode, { statements }: Script): string | undefined {
  const unknown = statements.find(({ drop }) => drop === undefined)
  if (unknown === undefined) {
    const drops = statements.flatMap(({ drop }) => (drop === undefined || drop === '' ? [] : [`${drop};`]))
    return drops.reverse().join('\n')
  }
  const message = `what takes back ${quoted(unknown.words)}${lineText(node, unknown.offset)} does not follow from it`
  problems.add('DB805', node.span, message, 'add "down", with statements that remove what "up" creates')
  return undefined
}

/** Where in a text of several lines. */
function lineText({ text }: ScalarNode, offset: number): string {
  if (!text.trimEnd().includes('\n')) return ''
  return ` on line ${text.slice(0, offset).split('\n').length} of the text`
}

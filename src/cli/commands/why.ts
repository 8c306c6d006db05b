import { resolve } from 'node:path'
import type { Command } from 'commander'
import { alignColumns, type Cell } from '../columns.js'
import { type Cause, type Effect, loadPipeline, type WhyReport } from '../pipeline-api.js'
import { runCommand } from '../run-command.js'
import { findSpec, shownPath, specFolder } from '../spec-file.js'
import type { Colors, World } from '../terminal.js'
import { UsageError } from '../usage-error.js'
import { addExamples, addSpecOptions, addVoiceOptions, type SpecFlags } from './options.js'

type Answer = Exclude<WhyReport, { readonly kind: 'unknown' }>

/** Adds `dbgen why`. */
export function addWhy(program: Command, world: World, finish: (exitCode: number) => void): void {
  const command = program
    .command('why')
    .argument('<what>', 'a line (file:line), a column (table.column), a relation, a query, a function, a constraint')
    .description(
      'Tell which lines of the spec a generated line comes from, or what comes of a line or name of the spec.',
    )
  addVoiceOptions(addSpecOptions(command)).action(async (what: string, flags: SpecFlags) =>
    finish(await why(world, what, flags)),
  )
  addExamples(
    command,
    [
      ['dbgen why src/db/models/post.ts:21', 'from the output to the spec'],
      ['dbgen why schema.yaml:14', 'from the spec to the output'],
      ['dbgen why posts.title', 'a column; Post.author is a relation'],
      ['dbgen why findByEmail', 'a method or a function'],
    ],
    'Nothing is written. The spec must be without mistakes.',
  )
}

async function why(world: World, asked: string, flags: SpecFlags): Promise<number> {
  const { cwd } = world
  const root = flags.out === undefined ? undefined : resolve(cwd, flags.out)
  const folder = specFolder(cwd, flags.spec)
  return runCommand(world, flags, { cwd, specFolder: folder, root: root ?? folder, writesNothing: true }, async () => {
    const specFile = await findSpec(cwd, flags.spec)
    const pipeline = await loadPipeline()
    const report = await pipeline.why({ specFile, root, asked, cwd })
    if (report.kind === 'unknown') throw new UsageError(report.message, report.hint)
    const shown = withShownPaths(report, cwd)
    return { json: { ok: true, ...shown }, text: showAnswer(shown, world.out.colors), exitCode: 0 }
  })
}

/** As a person in the current folder would type them. */
function withShownPaths(answer: Answer, cwd: string): Answer {
  const shown = <Place extends { readonly file: string }>(place: Place): Place => ({
    ...place,
    file: shownPath(cwd, place.file),
  })
  if (answer.kind === 'causes') return { ...answer, effect: shown(answer.effect), causes: answer.causes.map(shown) }
  const { causes, effects, usedBy } = answer
  return { ...answer, causes: causes.map(shown), effects: effects.map(shown), usedBy: usedBy.map(shown) }
}

const STATES = {
  generated: 'comes from',
  edited: 'was edited by hand, or the spec changed since it was generated; comes from',
  'by hand': 'was written by hand: nothing in the spec leads to it',
  gone: 'comes from what the spec no longer has',
  'for every spec': 'is the same for every spec',
} as const

function showAnswer(answer: Answer, colors: Colors): string {
  if (answer.kind === 'causes') {
    const { effect, state, causes } = answer
    const head = `${colors.bold(`${effect.file}:${effect.line}`)}  ${effect.what}\n${STATES[state]}\n`
    return `${head}${showCauses(causes, colors)}`
  }
  const { causes, effects, usedBy } = answer
  return [
    showCauses(causes, colors),
    effects.length === 0
      ? 'nothing of it is written yet: dbgen generate\n'
      : `became\n${lines(effects.map((effect) => effectCells(effect, colors)))}`,
    ...(usedBy.length === 0 ? [] : [`also looked at by\n${lines(usedBy.map((cause) => causeCells(cause, colors)))}`]),
  ].join('\n')
}

function showCauses(causes: readonly Cause[], colors: Colors): string {
  return lines(causes.map((cause) => [...causeCells(cause, colors), { text: cause.text, paint: colors.dim }]))
}

function causeCells({ file, line, kind, name }: Cause, { cyan }: Colors): Cell[] {
  return [{ text: `${file}:${line}`, paint: cyan }, { text: `${kind} ${name}` }]
}

function effectCells({ file, line, what }: Effect, { cyan }: Colors): Cell[] {
  return [{ text: `${file}:${line}`, paint: cyan }, { text: what }]
}

function lines(rows: readonly (readonly Cell[])[]): string {
  return alignColumns(rows)
    .map((line) => `${line.trimEnd()}\n`)
    .join('')
}

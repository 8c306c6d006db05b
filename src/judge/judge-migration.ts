import type { Schema } from '../schema/schema.js'
import { ruleOf } from '../spec/hazards.js'
import type { StatementReader } from '../spec/sql.js'
import type { Action, ActionKind, PlacedAction } from './action.js'
import { applyAction } from './apply.js'
import type { Hazard } from './hazard.js'
import { type LocatedMigration, type LocatedStep, type ReadStep, readStep } from './located.js'
import { namesMadeBy } from './made.js'
import { accessRules } from './rules/access.js'
import { columnRules } from './rules/columns.js'
import { constraintRules } from './rules/constraints.js'
import { indexRules } from './rules/indexes.js'
import { lockOrder } from './rules/locks.js'
import { lossRules } from './rules/loss.js'
import { nameRules } from './rules/names.js'
import { rowRules } from './rules/rows.js'
import { newFeatures, usedTooEarly } from './rules/servers.js'
import { storageRules } from './rules/storage.js'
import { typeRules } from './rules/types.js'
import type { Finding, Rules, Scene } from './scene.js'
import { type Chronicle, type World, worldBefore } from './world.js'

const allRules: readonly Rules[] = [
  indexRules,
  constraintRules,
  columnRules,
  typeRules,
  lossRules,
  nameRules,
  rowRules,
  storageRules,
  accessRules,
]

/** What is known beside the migration itself. */
export interface Surroundings {
  /** What the database has before it; undefined where nobody could say. */
  readonly before: Schema | undefined
  /** What it has behind it, for the way down; undefined where nobody could say. */
  readonly after: Schema | undefined
  /** What earlier migrations left behind; this one adds to it. */
  readonly chronicle: Chronicle
  /** The oldest PostgreSQL that migrations are for. */
  readonly postgres: number
  readonly read: StatementReader
}

/**
 * The hazards of a migration in both directions, sorted by place; those that the spec allows, as the head of the migration
 * says, are left out.
 */
export function judgeMigration(migration: LocatedMigration, surroundings: Surroundings): Hazard[] {
  const { before, after, chronicle, read } = surroundings
  const up = migration.up.map((step) => readStep(step, read))
  const down = migration.down.map((step) => readStep(step, read))
  const forth = { migration, surroundings, direction: 'up' as const, madeByUp: new Set<string>() }
  const back = { ...forth, direction: 'down' as const, madeByUp: namesMadeBy(up.flatMap(({ actions }) => actions)) }
  // What the way down does to the chronicle never happened.
  const copy = structuredClone(chronicle)
  return [
    ...judgeSteps(up, worldBefore(before, chronicle, read), forth),
    ...judgeSteps(down, worldBefore(after, copy, read), back),
    ...noWayDown(migration, up, down),
  ].toSorted(byPlace)
}

interface Judging {
  readonly migration: LocatedMigration
  readonly surroundings: Surroundings
  readonly direction: 'up' | 'down'
  readonly madeByUp: ReadonlySet<string>
}

function judgeSteps(steps: readonly ReadStep[], world: World, judging: Judging): Hazard[] {
  const { surroundings, direction, madeByUp } = judging
  const { postgres, read } = surroundings
  return steps.flatMap((step, index) => {
    const found = [...step.mistakes, ...crowded(step)].flatMap((one) => hazardOf(one.finding, one, step, judging))
    for (const [position, placed] of step.actions.entries()) {
      const scene: Scene = { world, steps, step: index, position, direction, postgres, read, madeByUp }
      found.push(...judgeAction(placed, scene).flatMap((finding) => hazardOf(finding, placed, step, judging)))
      applyAction(world, placed.action, index)
    }
    return found
  })
}

function judgeAction(placed: PlacedAction, scene: Scene): readonly Finding[] {
  const { action } = placed
  const found = allRules.flatMap((rules) => askRule(rules, action, scene))
  return [...found, ...lockOrder(action, scene), ...ofStatement(placed, scene)]
}

/** The rule of a kind takes the actions of that kind, which the type of the table says of each entry. */
function askRule(rules: Rules, action: Action, scene: Scene): readonly Finding[] {
  const rule = rules[action.kind] as ((action: Action, scene: Scene) => readonly Finding[]) | undefined
  return rule?.(action, scene) ?? []
}

/** What is about a whole statement is asked at its first part. */
function ofStatement(placed: PlacedAction, scene: Scene): readonly Finding[] {
  const before = scene.steps[scene.step]?.actions[scene.position - 1]
  if (before?.statement === placed.statement) return []
  return [...newFeatures(placed, scene), ...usedTooEarly(placed, scene)]
}

/** In a migration that was generated, what the spec says by what it has, and what it allows by a word, is no hazard. */
function hazardOf(
  finding: Finding,
  { line, column }: { readonly line: number; readonly column: number },
  { file }: LocatedStep,
  { migration, direction }: Judging,
): Hazard[] {
  const { severity, isSaidBySpec } = ruleOf(finding.code)
  if (migration.isGenerated && isSaidBySpec === true) return []
  // To go back is to go back to code that expects what was there before.
  if (direction === 'down' && severity === 'warning') return []
  if (isAllowed(finding, migration, direction)) return []
  const { code, subject, message, fix } = finding
  return [{ code, severity, migration: migration.id, direction, file, line, column, subject, message, fix }]
}

/** What `online: false` at the top of the spec becomes in a migration. */
const LOCK_ALL = 'lock every table'

function isAllowed({ code, words = [] }: Finding, migration: LocatedMigration, direction: 'up' | 'down'): boolean {
  // The way down undoes what was allowed, and says itself what it cannot bring back.
  if (direction === 'down' && migration.isGenerated) return code !== 'HZ901' && code !== 'HZ603'
  const allowed = migration.isGenerated ? migration.allowed : []
  if (allowed.includes(LOCK_ALL) && words.some((word) => word.startsWith('lock '))) return true
  return words.some((word) => allowed.some((one) => one === word || startsWith(one, word)))
}

/** `drop column notes.mood, and notes_mood_idx with it`; the next name must not merely begin alike. */
function startsWith(allowed: string, word: string): boolean {
  return allowed.startsWith(word) && !/^[\w."]/.test(allowed.slice(word.length))
}

/** A failure between two statements leaves what the first did, and the step is run again as a whole. */
function crowded(step: ReadStep): readonly { finding: Finding; line: number; column: number }[] {
  const statements = new Map(step.actions.map((placed) => [placed.statement, placed]))
  const [, second] = [...statements.values()]
  if (step.transactional || second === undefined) return []
  const finding: Finding = {
    code: 'HZ610',
    subject: step.title,
    message: 'after a failure the step runs again from its first statement, which was already done',
    fix: 'make a step of each statement',
  }
  return [{ finding, line: second.line, column: second.column }]
}

const harmless: ReadonlySet<ActionKind> = new Set<ActionKind>(['other', 'set', 'control transaction', 'lock table'])

function noWayDown(migration: LocatedMigration, up: readonly ReadStep[], down: readonly ReadStep[]): Hazard[] {
  const does = (steps: readonly ReadStep[]): PlacedAction | undefined =>
    steps.flatMap(({ actions }) => actions).find(({ action }) => !harmless.has(action.kind))
  const first = does(up)
  const file = up[0]?.file
  if (migration.isGenerated || first === undefined || does(down) !== undefined || file === undefined) return []
  const { line, column } = first
  const { severity } = ruleOf('HZ410')
  const about = { migration: migration.id, direction: 'up' as const, subject: migration.id }
  const message = 'once it is applied, nothing brings the database back'
  return [{ ...about, code: 'HZ410', severity, file, line, column, message, fix: 'write the way down' }]
}

function byPlace(a: Hazard, b: Hazard): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1
  return a.line - b.line || a.column - b.column || (a.code < b.code ? -1 : 1)
}

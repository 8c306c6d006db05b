import type { HazardCode } from '../spec/hazards.js'
import type { StatementReader } from '../spec/sql.js'
import type { Action, ActionKind, ActionOf, PlacedAction } from './action.js'
import type { World } from './world.js'

/** A step of a migration with what its statements do. */
export interface SceneStep {
  readonly transactional: boolean
  readonly actions: readonly PlacedAction[]
}

/** Where a rule stands: before one action of a step, with all that is known of what was and what comes. */
export interface Scene {
  /** What the database has right before the action. */
  readonly world: World
  readonly steps: readonly SceneStep[]
  /** Place of the step among the steps, and of the action in the step. */
  readonly step: number
  readonly position: number
  readonly direction: 'up' | 'down'
  /** The oldest PostgreSQL that migrations are for. */
  readonly postgres: number
  readonly read: StatementReader
  /** What the way up made, by every name that it gave it: the way down may drop it, or give it its old name. */
  readonly madeByUp: ReadonlySet<string>
}

/** What a rule finds. */
export interface Finding {
  readonly code: HazardCode
  /** `posts.title` */
  readonly subject: string
  readonly message: string
  readonly fix: string
  /** What a word in the spec that allows it reads like: `drop column posts.title`. */
  readonly words?: readonly string[]
}

/** Rules about each kind of action; most kinds are harmless by themselves. */
export type Rules = { readonly [Kind in ActionKind]?: (action: ActionOf<Kind>, scene: Scene) => readonly Finding[] }

/** Whether an action of the way down only undoes what the way up did. */
export function isUndone({ direction, madeByUp }: Scene, name: string): boolean {
  return direction === 'down' && madeByUp.has(name)
}

/** Actions of the same step behind this one. */
export function laterInStep({ steps, step, position }: Scene): readonly Action[] {
  return (steps[step]?.actions.slice(position + 1) ?? []).map(({ action }) => action)
}

/** Actions of the same step before this one. */
export function earlierInStep({ steps, step, position }: Scene): readonly Action[] {
  return (steps[step]?.actions.slice(0, position) ?? []).map(({ action }) => action)
}

/** Actions of all steps behind this one, those of its own step among them. */
export function later(scene: Scene): readonly Action[] {
  const behind = scene.steps.slice(scene.step + 1).flatMap(({ actions }) => actions.map(({ action }) => action))
  return [...laterInStep(scene), ...behind]
}

/** Actions of all steps before this one. */
export function earlier(scene: Scene): readonly Action[] {
  const before = scene.steps.slice(0, scene.step).flatMap(({ actions }) => actions.map(({ action }) => action))
  return [...before, ...earlierInStep(scene)]
}

/** Whether the step of the action is one transaction. */
export function isTransactional({ steps, step }: Scene): boolean {
  return steps[step]?.transactional === true
}

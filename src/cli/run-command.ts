import { readVersion } from '../version.js'
import { describeFailure, exitCodeOf, type FailureContext } from './failure.js'
import { failureJson, showFailure } from './show-failure.js'
import type { World } from './terminal.js'

/** The outcome of a command: what a program reads, what a person reads, and the exit code. */
export interface Outcome {
  readonly json: Readonly<Record<string, unknown>>
  readonly text: string
  readonly exitCode: 0 | 1
}

/** How a command speaks. */
export interface Voice {
  readonly json?: boolean
  readonly quiet?: boolean
}

/** Runs the work of a command, says how it ended, and gives the exit code. Never rejects. */
export async function runCommand(
  world: World,
  voice: Voice,
  context: FailureContext,
  work: () => Promise<Outcome>,
): Promise<number> {
  try {
    const { json, text, exitCode } = await work()
    if (voice.json) world.out.writeJson(json)
    else if (!voice.quiet) world.out.write(text)
    return exitCode
  } catch (error) {
    return reportFailure(world, voice, context, error)
  }
}

/** Says what went wrong, on standard error or as the JSON document, and gives the exit code. */
export function reportFailure({ out, err }: World, voice: Voice, context: FailureContext, error: unknown): number {
  const failure = describeFailure(error, context)
  if (voice.json) out.writeJson(failureJson(failure))
  else err.write(showFailure(failure, err.colors, readVersion()))
  return exitCodeOf(failure)
}

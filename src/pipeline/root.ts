import { mkdir, rm } from 'node:fs/promises'

/** Runs `work` with the folder there; one that had to be made goes again where `work` fails or nothing is to be written. */
export async function withRoot<Result>(root: string, isDryRun: boolean, work: () => Promise<Result>): Promise<Result> {
  const made = await mkdir(root, { recursive: true })
  const undo = async () => {
    if (made !== undefined) await rm(made, { recursive: true, force: true })
  }
  try {
    const result = await work()
    if (isDryRun) await undo()
    return result
  } catch (error) {
    await undo()
    throw error
  }
}

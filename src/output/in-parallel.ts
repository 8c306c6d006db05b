/** Far below the number of files that a process may have open, and more than a disk can serve at once. */
const LIMIT = 32

/** Does the work for each input, a few at a time. After a failure nothing is begun, and what was begun has ended. */
export async function inParallel<Input, Output>(
  inputs: readonly Input[],
  work: (input: Input) => Promise<Output>,
): Promise<Output[]> {
  const outputs: Output[] = []
  const failures: unknown[] = []
  const queue = inputs.entries()
  const worker = async () => {
    for (const [index, input] of queue) {
      try {
        outputs[index] = await work(input)
      } catch (error) {
        failures.push(error)
      }
      if (failures.length > 0) return
    }
  }
  await Promise.all(Array.from({ length: LIMIT }, worker))
  if (failures.length > 0) throw failures[0]
  return outputs
}

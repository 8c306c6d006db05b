import { expect, test } from 'vitest'
import { inParallel } from '../../../src/output/in-parallel.js'
import { planOutput } from '../../../src/output/plan-output.js'
import { generated, putAll, read, request, run, temporaryFolder } from './project.js'

/** Milliseconds of the fastest of some tries, so that a busy machine does not count. */
async function fastest(work: () => Promise<unknown>): Promise<number> {
  let best = Number.POSITIVE_INFINITY
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const start = performance.now()
    await work()
    best = Math.min(best, performance.now() - start)
  }
  return best
}

test('planning 3,000 unchanged files in 1,000 folders takes little more than reading them', async () => {
  const root = await temporaryFolder()
  const body = 'export const line = 1\n'.repeat(50)
  const texts = Object.fromEntries(
    Array.from({ length: 3000 }, (_, index) => [
      `src/db/m${index % 1000}/f${index}.ts`,
      generated(`${index}\n${body}`),
    ]),
  )
  putAll(root, texts)
  await run(root, request(texts))
  const reading = await fastest(() => inParallel(Object.keys(texts), (path) => read(root, path)))
  const planning = await fastest(async () => {
    const plan = await planOutput(root, request(texts))
    expect(plan.steps).toEqual([])
  })
  expect(planning).toBeLessThan(reading * 10)
}, 60_000)

test('work is bounded, its results keep their order', async () => {
  const inputs = Array.from({ length: 500 }, (_, index) => index)
  let active = 0
  let most = 0
  const outputs = await inParallel(inputs, async (input) => {
    active += 1
    most = Math.max(most, active)
    await new Promise((resolve) => setTimeout(resolve, input % 3))
    active -= 1
    return input * 2
  })
  expect(outputs).toEqual(inputs.map((input) => input * 2))
  expect(most).toBe(32)
})

test('after a failure nothing is begun, and nothing goes on in the background', async () => {
  let active = 0
  let begun = 0
  const work = inParallel(
    Array.from({ length: 500 }, (_, index) => index),
    async (input) => {
      begun += 1
      active += 1
      await new Promise((resolve) => setTimeout(resolve, input === 3 ? 1 : 10))
      active -= 1
      if (input === 3) throw new Error('third')
    },
  )
  await expect(work).rejects.toThrow('third')
  expect(active).toBe(0)
  expect(begun).toBeLessThan(40)
})

import { expect, test } from 'vitest'
import { startProgress } from '../../../src/cli/progress.js'
import { recorded } from './support.js'

test.each([
  ['without a terminal', false, true],
  ['where it is not wanted', true, false],
])('nothing %s', (_, isTTY, isWanted) => {
  const { output, written } = recorded({ isTTY })
  const progress = startProgress(output, isWanted)
  progress.begin('reading')
  progress.stop()
  expect(written).toEqual([])
})

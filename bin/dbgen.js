#!/usr/bin/env node
import { existsSync } from 'node:fs'

const OLDEST = [20, 19]

// No top-level await and nothing newer than ES2017: an old node must get as far as the message.
function complaint() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    return `dbgen needs node ${OLDEST.join('.')} or newer; this is ${process.version}`
  }
  if (!existsSync(new URL('../dist/cli/main.js', import.meta.url))) {
    return 'dbgen is not built: run `npm run build` in its folder'
  }
  return undefined
}

const problem = complaint()
if (problem !== undefined) {
  console.error(problem)
  process.exitCode = 1
} else {
  import('../dist/cli/main.js')
    .then(({ main }) => main(process.argv.slice(2)))
    .then((exitCode) => {
      process.exitCode = exitCode
    })
    .catch((error) => {
      console.error(error)
      process.exitCode = 2
    })
}

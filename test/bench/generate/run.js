// Compiles the benchmark into .cache, which git ignores, and runs it: Node below 22 reads no TypeScript.
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const project = join(here, '../../..')
const build = join(here, '.cache/build')

mkdirSync(build, { recursive: true })
run([join(project, 'node_modules/typescript/bin/tsc'), '-p', here])
run([join(build, 'test/bench/generate/main.js'), ...process.argv.slice(2)])

/** Runs a script with this Node, and ends with it where it fails. */
function run(parameters) {
  const { status } = spawnSync(process.execPath, parameters, { cwd: project, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

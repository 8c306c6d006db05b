// Compiles the sweep into .cache, which git ignores, and runs it: Node below 22 reads no TypeScript.
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const project = join(here, '../..')

run([join(project, 'node_modules/typescript/bin/tsc'), '-p', here])
run([join(here, '.cache/build/test/faults/main.js'), ...process.argv.slice(2)])

/** Runs a script with this Node, and ends with it where it fails. */
function run(parameters) {
  const { status } = spawnSync(process.execPath, parameters, { cwd: project, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

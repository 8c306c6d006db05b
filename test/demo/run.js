// The demo of the README: from the example spec to rows, in the folder `demo`, which git ignores.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const project = join(dirname(fileURLToPath(import.meta.url)), '../..')
const dbgen = join(project, 'bin/dbgen.js')
const tsc = join(project, 'node_modules/typescript/bin/tsc')
const settings = {
  extends: '../tsconfig.json',
  compilerOptions: { noEmit: false, rootDir: 'src', outDir: 'build' },
  include: ['src'],
}

mkdirSync(join(project, 'demo/src'), { recursive: true })
run(dbgen, 'generate', '--spec', 'schema.example.yaml', '--out', 'demo')
run(dbgen, 'migrate', 'up', '--spec', 'schema.example.yaml', '--out', 'demo', '--embedded', 'demo/data')
cpSync(join(project, 'test/demo/src/blog.ts'), join(project, 'demo/src/blog.ts'))
writeFileSync(join(project, 'demo/tsconfig.json'), `${JSON.stringify(settings, null, 2)}\n`)
run(tsc, '-p', 'demo')
run(join(project, 'demo/build/blog.js'), 'demo/data')

/** Runs a script with this Node; the demo ends where one fails. */
function run(script, ...parameters) {
  console.log(
    `\n$ ${script
      .slice(project.length + 1)
      .replace('node_modules/typescript/bin/', '')
      .replace('bin/dbgen.js', 'dbgen')} ${parameters.join(' ')}`,
  )
  const { status } = spawnSync(process.execPath, [script, ...parameters], { cwd: project, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

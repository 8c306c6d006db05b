import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describeLayer } from '../../../src/artifacts/manifest.js'
import type { Model } from '../../../src/model/model.js'
import { renderTemplate } from '../../../src/render/handlebars.js'

/** Writes the layer that dbgen generates now, and compiles it; returns the folder of JavaScript. */
export function generateLayer(model: Model, specFile: string, work: string): string {
  const source = join(work, 'db')
  rmSync(source, { recursive: true, force: true })
  for (const { path, template, view } of describeLayer(model, basename(specFile)).artifacts) {
    const file = join(source, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, renderTemplate(template, view))
  }
  return compileLayer(source, 'dbgen', work)
}

/** Compiles a folder of generated TypeScript; returns that of JavaScript. */
export function compileLayer(folder: string, name: string, work: string): string {
  if (!existsSync(folder)) throw new Error(`there is no folder ${folder}`)
  const source = join(work, 'layers', name, 'src')
  rmSync(join(work, 'layers', name), { recursive: true, force: true })
  cpSync(folder, source, { recursive: true })
  const settings = {
    extends: '../../../../tsconfig.json',
    compilerOptions: { noEmit: false, noCheck: true, rootDir: 'src', outDir: 'js', noUnusedLocals: false },
    include: ['src'],
  }
  const project = join(work, 'layers', name, 'tsconfig.json')
  writeFileSync(project, JSON.stringify(settings))
  const { status, stdout } = spawnSync('npx', ['tsc', '-p', project], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${folder} does not compile:\n${stdout}`)
  return join(work, 'layers', name, 'js')
}

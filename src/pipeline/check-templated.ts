import type { Layer } from '../artifacts/manifest.js'
import { digestParsed } from '../merge/digest.js'
import { isWritten, type WrittenFiles } from '../output/record.js'
import type { OutputFile } from '../output/request.js'
import { findSyntaxMistakes } from '../render/typescript.js'
import { type Template, type Templates, templateError } from './templates.js'

/** The files of a run, those that templates of the user's print among them. */
export interface TemplatedCode {
  readonly layer: Layer
  /** In the order of the layer. */
  readonly code: readonly OutputFile[]
  readonly templates: Templates
  readonly folder: string
}

interface Templated extends OutputFile {
  readonly template: Template
}

/**
 * Makes sure that what templates of the user's print is TypeScript, in whatever layout; what was written before was. Returns
 * what the record keeps of each file, which dbgen cannot tell from the indentation here. Throws SpecError with the template
 * where it is not.
 */
export async function checkTemplated(run: TemplatedCode, written: WrittenFiles): Promise<ReadonlyMap<string, string>> {
  const { folder } = run
  const files = templatedFiles(run).filter(({ path, text }) => !isWritten(written.get(path), text))
  if (files.length === 0) return new Map()
  const [mistake] = await findSyntaxMistakes(files)
  const file = files.find(({ path }) => path === mistake?.path)
  if (mistake !== undefined && file !== undefined) {
    const { path, line, column, message } = mistake
    const what = `${path}:${line}:${column}, which it makes, is not TypeScript: ${message.replace(/\.$/, '')}`
    const shown = file.text.split('\n')[line - 1]?.trim().slice(0, 80) ?? ''
    const advice = 'compare it with the template of dbgen, which templates/README.md describes'
    throw templateError(file.template, { line: 1, column: 1, message: `${what} (${shown})`, advice })
  }
  const digests = files.map(async ({ path, text }): Promise<[string, string]> => {
    const inside = folder === '.' ? path : path.slice(folder.length + 1)
    return [path, await digestParsed(text, inside)]
  })
  return new Map(await Promise.all(digests))
}

function templatedFiles({ layer, code, templates }: TemplatedCode): Templated[] {
  return layer.artifacts.flatMap((artifact, index): Templated[] => {
    const [template, file] = [templates.get(artifact.template), code[index]]
    return template === undefined || file === undefined ? [] : [{ ...file, template }]
  })
}

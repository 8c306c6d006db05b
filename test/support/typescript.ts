import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Project, ts } from 'ts-morph'

export const project = join(dirname(fileURLToPath(import.meta.url)), '../..')

/** The strictest settings that users have; generated code must pass them. */
const strict = {
  target: 'es2022',
  lib: ['es2023'],
  module: 'nodenext',
  moduleResolution: 'nodenext',
  types: ['node'],
  noEmit: true,
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noFallthroughCasesInSwitch: true,
  noPropertyAccessFromIndexSignature: false,
  noUnusedLocals: true,
  noUnusedParameters: true,
  verbatimModuleSyntax: true,
  isolatedModules: true,
  erasableSyntaxOnly: true,
  skipLibCheck: true,
}

/** Which Kysely the code is checked against; `kysely-next` is the newer one under another name. */
export type KyselyPackage = 'kysely' | 'kysely-next'

/** A folder with TypeScript files, this project's packages and a tsconfig.json. */
export function writeProgram(
  files: readonly { readonly path: string; readonly text: string }[],
  kysely: KyselyPackage,
  options: Readonly<Record<string, unknown>> = {},
): string {
  const folder = mkdtempSync(join(tmpdir(), 'dbgen-types-'))
  symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'))
  for (const { path, text } of [...files, { path: 'package.json', text: '{ "type": "module" }' }]) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  const paths = kysely === 'kysely' ? {} : { paths: { kysely: ['./node_modules/kysely-next/dist/index.d.ts'] } }
  const compilerOptions = { ...strict, ...paths, ...options }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['**/*.ts'] }, undefined, 2))
  return folder
}

/** What TypeScript 7 says of a program; empty where it is content. */
export function checkWithTsc(folder: string): string {
  const tsc = join(project, 'node_modules/typescript/bin/tsc')
  const { stdout, stderr, status, error } = spawnSync(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], {
    encoding: 'utf8',
  })
  if (error !== undefined) throw error
  return status === 0 ? '' : `${stdout}${stderr}`
}

/** What the compiler that ts-morph brings says of a program; empty where it is content. */
export function checkWithMorph(folder: string): string {
  const program = new Project({ tsConfigFilePath: join(folder, 'tsconfig.json') })
  const diagnostics = program.getPreEmitDiagnostics()
  return ts.formatDiagnostics(
    diagnostics.map(({ compilerObject }) => compilerObject),
    { getCanonicalFileName: (name) => name, getCurrentDirectory: () => folder, getNewLine: () => '\n' },
  )
}

/** Removes a program. */
export function removeProgram(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
}

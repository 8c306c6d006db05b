import type { ts as TS } from 'ts-morph'

/** Where a statement of a module stands, comments in front of it left out, and the members of a class or interface. */
export interface ParsedStatement {
  readonly start: number
  readonly end: number
  readonly body:
    | {
        readonly start: number
        readonly end: number
        readonly members: readonly { readonly start: number; readonly end: number }[]
      }
    | undefined
}

/** The statements of TypeScript in any layout. The text must be TypeScript: see `findSyntaxMistakes`. */
export async function parseStatements(text: string): Promise<ParsedStatement[]> {
  const { ts } = await import('ts-morph')
  const source = ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest, false)
  const spanOf = (node: TS.Node) => ({ start: node.getStart(source), end: node.end })
  return source.statements.map((statement) => {
    const isContainer = ts.isClassDeclaration(statement) || ts.isInterfaceDeclaration(statement)
    if (!isContainer) return { ...spanOf(statement), body: undefined }
    // The list of members begins right behind the brace, with white space.
    const { members, end } = statement
    return { ...spanOf(statement), body: { start: members.pos, end: end - 1, members: members.map(spanOf) } }
  })
}

/** A place in generated TypeScript that is not TypeScript. */
export interface SyntaxMistake {
  readonly path: string
  /** Lines and columns start at 1. */
  readonly line: number
  readonly column: number
  readonly message: string
}

/**
 * Parses generated files. The only place that knows ts-morph, which brings a compiler of its own and takes half a second
 * to load, so it is loaded when a file has to be looked at and not before.
 */
export async function findSyntaxMistakes(
  files: readonly { readonly path: string; readonly text: string }[],
): Promise<SyntaxMistake[]> {
  if (files.length === 0) return []
  const { Project, ts } = await import('ts-morph')
  const project = new Project({
    useInMemoryFileSystem: true,
    skipFileDependencyResolution: true,
    compilerOptions: { noLib: true, noResolve: true, types: [] },
  })
  const sources = files.map(({ path, text }) => ({ path, source: project.createSourceFile(`/${path}`, text) }))
  const program = project.getProgram().compilerObject
  return sources.flatMap(({ path, source }) =>
    program.getSyntacticDiagnostics(source.compilerNode).map(({ start, messageText }) => {
      const { line, column } = source.getLineAndColumnAtPos(start)
      return { path, line, column, message: ts.flattenDiagnosticMessageText(messageText, ' ') }
    }),
  )
}

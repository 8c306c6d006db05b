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

import type { SourceFile, ts } from 'ts-morph'

/** A statement of a TypeScript file, or something with a name in it. Lines are counted from 1. */
export interface Declaration {
  /** `findByEmail`; of an import or export the module that it names; empty for a statement without a name. */
  readonly name: string
  /** In the words of a reader: `function`, `interface`, `method`, `field` of a class, `property`, `import`, `statement`. */
  readonly kind: string
  /** The first line, that of the comment above it included. */
  readonly line: number
  readonly endLine: number
  /** Names that an import or export statement lists. */
  readonly names: readonly string[]
  /** Methods, properties and words of a union in it, however deep. */
  readonly members: readonly Member[]
}

/** A name within a statement. */
export interface Member extends Pick<Declaration, 'name' | 'kind' | 'line' | 'endLine'> {
  /** The property around it, if it is in one: `columns`. */
  readonly inside: string | undefined
}

/** Reads the statements of TypeScript files, whether or not they are whole. Loads a compiler, which takes half a second. */
export async function readDeclarations(
  files: readonly { readonly path: string; readonly text: string }[],
): Promise<ReadonlyMap<string, readonly Declaration[]>> {
  const { Project, ts: compiler } = await import('ts-morph')
  const project = new Project({
    useInMemoryFileSystem: true,
    skipFileDependencyResolution: true,
    compilerOptions: { noLib: true, noResolve: true, types: [] },
  })
  const reader = new DeclarationReader(compiler)
  return new Map(files.map(({ path, text }) => [path, reader.read(project.createSourceFile(`/${path}`, text))]))
}

type Compiler = typeof ts

class DeclarationReader {
  private readonly compiler: Compiler

  constructor(compiler: Compiler) {
    this.compiler = compiler
  }

  read(file: SourceFile): readonly Declaration[] {
    const source = file.compilerNode
    return source.statements.map((statement) => {
      const members: Member[] = []
      const visit = (node: ts.Node, inside: string | undefined): void => {
        const found = this.member(node, source, inside)
        if (found !== undefined) members.push(found)
        this.compiler.forEachChild(node, (child) => visit(child, found?.kind === 'property' ? found.name : inside))
      }
      this.compiler.forEachChild(statement, (child) => visit(child, undefined))
      return { ...this.statement(statement), ...linesOf(statement, source), members }
    })
  }

  private statement(node: ts.Statement): Pick<Declaration, 'name' | 'kind' | 'names'> {
    const { compiler } = this
    if (compiler.isInterfaceDeclaration(node)) return { kind: 'interface', name: node.name.text, names: [] }
    if (compiler.isTypeAliasDeclaration(node)) return { kind: 'type', name: node.name.text, names: [] }
    if (compiler.isFunctionDeclaration(node)) return { kind: 'function', name: node.name?.text ?? '', names: [] }
    if (compiler.isClassDeclaration(node)) return { kind: 'class', name: node.name?.text ?? '', names: [] }
    if (compiler.isVariableStatement(node)) {
      const name = node.declarationList.declarations[0]?.name
      return { kind: 'constant', name: name !== undefined && compiler.isIdentifier(name) ? name.text : '', names: [] }
    }
    if (compiler.isImportDeclaration(node)) {
      const bindings = node.importClause?.namedBindings
      const named = bindings !== undefined && compiler.isNamedImports(bindings) ? bindings.elements : []
      return { kind: 'import', name: textOf(node.moduleSpecifier), names: named.map(({ name }) => name.text) }
    }
    if (!compiler.isExportDeclaration(node)) return { kind: 'statement', name: '', names: [] }
    const clause = node.exportClause
    const named = clause !== undefined && compiler.isNamedExports(clause) ? clause.elements : []
    return { kind: 'export', name: textOf(node.moduleSpecifier), names: named.map(({ name }) => name.text) }
  }

  private member(node: ts.Node, source: ts.SourceFile, inside: string | undefined): Member | undefined {
    const { compiler } = this
    const made = (kind: string, name: string): Member => ({ kind, name, inside, ...linesOf(node, source) })
    if (compiler.isMethodDeclaration(node)) return made('method', textOf(node.name))
    if (compiler.isPropertyDeclaration(node)) return made('field', textOf(node.name))
    if (compiler.isConstructorDeclaration(node)) return made('constructor', 'constructor')
    if (compiler.isPropertySignature(node) || compiler.isPropertyAssignment(node))
      return made('property', textOf(node.name))
    return compiler.isLiteralTypeNode(node) && compiler.isStringLiteral(node.literal)
      ? made('value', node.literal.text)
      : undefined
  }
}

function textOf(name: ts.Node | undefined): string {
  return name !== undefined && 'text' in name && typeof name.text === 'string' ? name.text : ''
}

/** A statement begins with the comment right above it, but for the line at the top of the file. */
function linesOf(node: ts.Node, source: ts.SourceFile): Pick<Declaration, 'line' | 'endLine'> {
  const comment = 'jsDoc' in node && Array.isArray(node.jsDoc) ? (node.jsDoc[0] as ts.Node | undefined) : undefined
  const start = comment?.getStart(source) ?? node.getStart(source)
  return {
    line: source.getLineAndCharacterOfPosition(start).line + 1,
    endLine: source.getLineAndCharacterOfPosition(node.getEnd()).line + 1,
  }
}

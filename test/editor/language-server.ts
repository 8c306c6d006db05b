import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

/** A place in a text, both counted from 0. */
export interface Position {
  readonly line: number
  readonly character: number
}

/** What an editor shows in the list of what may stand at the cursor. */
export interface Completion {
  readonly label: string
  readonly documentation: string
}

/** What an editor underlines. */
export interface Mistake {
  readonly line: number
  readonly message: string
}

interface Message {
  readonly id?: number
  readonly method?: string
  readonly params?: unknown
  readonly result?: unknown
  readonly error?: unknown
}

/** The YAML language server that editors run, spoken to as they do. */
export class LanguageServer {
  private readonly process: ChildProcessWithoutNullStreams
  private readonly waiting = new Map<number, (message: Message) => void>()
  private readonly noted = new Map<string, (mistakes: readonly Mistake[]) => void>()
  private read = Buffer.alloc(0)
  private next = 0

  constructor() {
    const script = createRequire(import.meta.url).resolve('yaml-language-server/bin/yaml-language-server')
    this.process = spawn(process.execPath, [script, '--stdio'])
    this.process.stdout.on('data', (part: Buffer) => this.take(part))
  }

  /** Starts it for a folder. Nothing is fetched from elsewhere. */
  async start(folder: string): Promise<void> {
    const capabilities = { textDocument: { hover: { contentFormat: ['markdown'] }, publishDiagnostics: {} } }
    const rootUri = pathToFileURL(folder).href
    await this.ask('initialize', { processId: process.pid, rootUri, capabilities, workspaceFolders: null })
    this.send({ method: 'initialized', params: {} })
    const yaml = { validate: true, hover: true, completion: true, schemaStore: { enable: false } }
    this.send({ method: 'workspace/didChangeConfiguration', params: { settings: { yaml } } })
  }

  /** Opens a text as if it were the file, and gives what is wrong with it. */
  async open(file: string, text: string): Promise<readonly Mistake[]> {
    const uri = pathToFileURL(file).href
    const mistakes = new Promise<readonly Mistake[]>((resolve) => {
      this.noted.set(uri, resolve)
    })
    const textDocument = { uri, languageId: 'yaml', version: 1, text }
    this.send({ method: 'textDocument/didOpen', params: { textDocument } })
    return mistakes
  }

  /** What may stand at a place, with what is said about it. */
  async complete(file: string, position: Position): Promise<readonly Completion[]> {
    const found = await this.ask('textDocument/completion', placeOf(file, position))
    const items = (found as { items: { label: string; documentation?: string | { value: string } }[] }).items
    return items.map(({ label, documentation = '' }) => ({
      label,
      documentation: typeof documentation === 'string' ? documentation : documentation.value,
    }))
  }

  /** What is shown when the pointer rests on a place. */
  async hover(file: string, position: Position): Promise<string> {
    const found = await this.ask('textDocument/hover', placeOf(file, position))
    return (found as { contents: { value: string } } | null)?.contents.value ?? ''
  }

  /** Ends the process. */
  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.process.once('exit', resolve))
    await this.ask('shutdown', null)
    this.send({ method: 'exit' })
    await ended
  }

  private async ask(method: string, params: unknown): Promise<unknown> {
    const id = this.next
    this.next += 1
    const answer = new Promise<Message>((resolve) => this.waiting.set(id, resolve))
    this.send({ id, method, params })
    const { result, error } = await answer
    if (error !== undefined) throw new Error(`${method}: ${JSON.stringify(error)}`)
    return result
  }

  private send(message: Message): void {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message })
    this.process.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`)
  }

  private take(part: Buffer): void {
    this.read = Buffer.concat([this.read, part])
    while (true) {
      const end = this.read.indexOf('\r\n\r\n')
      const length = Number(/Content-Length: (\d+)/i.exec(this.read.subarray(0, Math.max(0, end)).toString())?.[1])
      if (end === -1 || this.read.length < end + 4 + length) return
      const text = this.read.subarray(end + 4, end + 4 + length).toString()
      this.read = this.read.subarray(end + 4 + length)
      this.handle(JSON.parse(text) as Message)
    }
  }

  private handle({ id, method, params, ...answer }: Message): void {
    if (method === 'textDocument/publishDiagnostics') this.note(params)
    // What it asks about the configuration and about itself: it goes by what it was told.
    else if (method !== undefined && id !== undefined)
      this.send({ id, result: method === 'workspace/configuration' ? [{}, {}, {}, {}, {}] : null })
    else if (id !== undefined) {
      this.waiting.get(id)?.(answer)
      this.waiting.delete(id)
    }
  }

  private note(params: unknown): void {
    const { uri, diagnostics } = params as {
      uri: string
      diagnostics: { range: { start: Position }; message: string }[]
    }
    this.noted.get(uri)?.(diagnostics.map(({ range, message }) => ({ line: range.start.line, message })))
  }
}

function placeOf(file: string, position: Position): object {
  return { textDocument: { uri: pathToFileURL(file).href }, position }
}

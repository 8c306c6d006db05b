import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import type { LanguageServer, ServerKind } from './editor.js'
import { fieldOf, namesOf, textOf } from './tsserver.js'

interface Message {
  readonly id?: number | string
  readonly method?: string
  readonly params?: unknown
  readonly result?: unknown
}

/** The server inside TypeScript 7. */
export function languageServer(name: string, script: string): ServerKind {
  return { name, start: (folder, autoImports) => startServer(script, folder, autoImports) }
}

async function startServer(script: string, folder: string, autoImports: boolean): Promise<LanguageServer> {
  const child = spawn(process.execPath, [script, '--lsp', '-stdio'], { cwd: folder, detached: true })
  const { ask, tell } = connect(child, {
    suggest: { autoImports, includeCompletionsForModuleExports: autoImports },
    preferences: { includeCompletionsForModuleExports: autoImports },
  })
  let version = 1
  await ask('initialize', {
    processId: process.pid,
    rootUri: pathToFileURL(folder).href,
    capabilities: {
      workspace: { configuration: true },
      textDocument: {
        completion: { completionItem: { snippetSupport: true } },
        hover: { contentFormat: ['markdown'] },
      },
    },
    initializationOptions: {},
  })
  tell('initialized', {})
  return {
    async open(file, text) {
      const textDocument = { uri: uri(file), languageId: 'typescript', version, text }
      tell('textDocument/didOpen', { textDocument })
      // Answered from the syntax of the file, but only when its project is there.
      await ask('textDocument/hover', { textDocument: { uri: uri(file) }, position: { line: 0, character: 0 } })
    },
    async type(file, text) {
      version += 1
      tell('textDocument/didChange', { textDocument: { uri: uri(file), version }, contentChanges: [{ text }] })
    },
    async complete(file, position) {
      const context = { triggerKind: 1 }
      const answer = await ask('textDocument/completion', { textDocument: { uri: uri(file) }, position, context })
      // The label of an optional property ends with a question mark.
      return namesOf(answer, 'items', 'label').map((label) => label.replace(/\?$/, ''))
    },
    async hover(file, position) {
      const hover = await ask('textDocument/hover', { textDocument: { uri: uri(file) }, position })
      return textOf(fieldOf(hover, 'contents'), 'value')
    },
    // The server is a child of the script.
    stop: () => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
    },
  }
}

function uri(file: string): string {
  return pathToFileURL(file).href
}

/** JSON-RPC over the standard streams; `settings` answers what the server asks for. */
function connect(child: ChildProcessWithoutNullStreams, settings: object) {
  const waiting = new Map<number | string, (result: unknown) => void>()
  let sequence = 0
  const write = (message: object) => {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message })
    child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`)
  }
  readMessages(child, ({ id, method, params, result }) => {
    if (method !== undefined) {
      if (id !== undefined)
        write({ id, result: method === 'workspace/configuration' ? settingsFor(params, settings) : null })
      return
    }
    if (id === undefined) return
    waiting.get(id)?.(result)
    waiting.delete(id)
  })
  return {
    tell: (method: string, params: object) => write({ method, params }),
    ask: (method: string, params: object) =>
      new Promise<unknown>((resolve) => {
        sequence += 1
        waiting.set(sequence, resolve)
        write({ id: sequence, method, params })
      }),
  }
}

function settingsFor(params: unknown, settings: object): object[] {
  const items = fieldOf(params, 'items')
  return Array.isArray(items) ? items.map(() => settings) : []
}

function readMessages(child: ChildProcessWithoutNullStreams, receive: (message: Message) => void): void {
  let buffer = Buffer.alloc(0)
  child.stdout.on('data', (chunk: Buffer) => {
    buffer = Buffer.concat([buffer, chunk])
    for (;;) {
      const head = buffer.indexOf('\r\n\r\n')
      const length = Number(/Content-Length: (\d+)/i.exec(buffer.subarray(0, Math.max(head, 0)).toString())?.[1])
      if (head < 0 || Number.isNaN(length) || buffer.length < head + 4 + length) return
      const text = buffer.subarray(head + 4, head + 4 + length).toString()
      buffer = buffer.subarray(head + 4 + length)
      receive(JSON.parse(text) as Message) // the protocol of language servers
    }
  })
}

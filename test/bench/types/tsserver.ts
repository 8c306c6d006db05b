import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import type { LanguageServer, Place, ServerKind } from './editor.js'

interface Answer {
  readonly type: string
  readonly request_seq?: number
  readonly success?: boolean
  readonly message?: string
  readonly body?: unknown
}

/** The server of TypeScript 5, which VS Code has. */
export function tsserver(name: string, script: string): ServerKind {
  return { name, start: async (_folder, autoImports) => startServer(script, autoImports) }
}

function startServer(script: string, autoImports: boolean): LanguageServer {
  const parameters = [
    '--max-old-space-size=8192',
    script,
    '--disableAutomaticTypingAcquisition',
    '--suppressDiagnosticEvents',
  ]
  const child = spawn(process.execPath, parameters, { stdio: ['pipe', 'pipe', 'inherit'] })
  const waiting = new Map<number, (answer: Answer) => void>()
  let sequence = 0

  createInterface({ input: child.stdout }).on('line', (line) => {
    if (!line.startsWith('{')) return
    const answer = JSON.parse(line) as Answer // the protocol of tsserver
    if (answer.type !== 'response' || answer.request_seq === undefined) return
    waiting.get(answer.request_seq)?.(answer)
    waiting.delete(answer.request_seq)
  })

  const send = (command: string, parameters: object) => {
    sequence += 1
    child.stdin.write(`${JSON.stringify({ seq: sequence, type: 'request', command, arguments: parameters })}\n`)
    return sequence
  }
  const ask = (command: string, parameters: object) =>
    new Promise<unknown>((resolve) => {
      waiting.set(send(command, parameters), ({ body }) => resolve(body))
    })

  send('configure', {
    preferences: { includeCompletionsForModuleExports: autoImports, includeCompletionsWithInsertText: true },
  })
  return {
    async open(file, text) {
      send('open', { file, fileContent: text })
      await ask('projectInfo', { file, needFileNameList: false })
    },
    async type(file, text) {
      send('updateOpen', { changedFiles: [{ fileName: file, textChanges: [wholeFile(text)] }] })
    },
    async complete(file, place) {
      const body = await ask('completionInfo', { file, ...oneBased(place), includeExternalModuleExports: autoImports })
      return namesOf(body, 'entries', 'name')
    },
    async hover(file, place) {
      const body = await ask('quickinfo', { file, ...oneBased(place) })
      return textOf(body, 'displayString')
    },
    stop: () => child.kill('SIGKILL'),
  }
}

/** More lines than any program here has. */
function wholeFile(text: string): object {
  return { start: { line: 1, offset: 1 }, end: { line: 1_000_000, offset: 1 }, newText: text }
}

function oneBased({ line, character }: Place): { line: number; offset: number } {
  return { line: line + 1, offset: character + 1 }
}

/** The names in a list of an answer; both servers answer with lists of objects. */
export function namesOf(body: unknown, list: string, name: string): string[] {
  const items: unknown = Array.isArray(body) ? body : fieldOf(body, list)
  return Array.isArray(items) ? items.map((item) => textOf(item, name)) : []
}

export function textOf(value: unknown, name: string): string {
  const text = fieldOf(value, name)
  return typeof text === 'string' ? text : ''
}

export function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'
import { precompileTemplates } from './render/handlebars.js'

// Run by the build: the command in a few files, because loading one by one the hundreds of modules that a run needs takes
// longer than the run. What tsc wrote stays beside it, and is what runs where only tsc was run.
const folder = fileURLToPath(new URL('./bundle', import.meta.url))
const path = (name: string) => fileURLToPath(new URL(name, import.meta.url))

rmSync(folder, { recursive: true, force: true })
const bundle = await rolldown({
  input: {
    main: path('./cli/main.js'),
    'progress-worker': path('./cli/progress-worker.js'),
    'embedded-worker': path('./prove/embedded-worker.js'),
  },
  platform: 'node',
  // Packages stay packages, and are loaded when they are needed.
  external: /^[^./]/,
  // A chunk that is imported already may also be asked for later.
  checks: { ineffectiveDynamicImport: false },
})
await bundle.write({ dir: folder, format: 'esm', entryFileNames: '[name].js' })
writeFileSync(path('./cli/main.js'), "export { main } from '../bundle/main.js'\n")

const templates = readdirSync(path('../templates'), { recursive: true, encoding: 'utf8' })
const names = templates.filter((name) => name.endsWith('.hbs')).map((name) => name.replaceAll('\\', '/').slice(0, -4))
writeFileSync(path('./bundle/templates.cjs'), precompileTemplates(names.sort()))

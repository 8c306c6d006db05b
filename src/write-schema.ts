import { writeFileSync } from 'node:fs'
import { printSpecSchema } from './spec/json-schema.js'

// Run by the build: the JSON Schema that editors read lies beside package.json.
writeFileSync(new URL('../spec.schema.json', import.meta.url), printSpecSchema())

import { existsSync, readFileSync } from 'node:fs'

/** From this file as it is compiled, and as it is bundled, which is one folder further down. */
const manifests = ['../package.json', '../../package.json'].map((path) => new URL(path, import.meta.url))

/** The version of this dbgen, from its package.json. */
export function readVersion(): string {
  const file = manifests.find((url) => existsSync(url))
  const manifest: unknown = file && JSON.parse(readFileSync(file, 'utf8'))
  const version: unknown =
    typeof manifest === 'object' && manifest !== null ? Reflect.get(manifest, 'version') : undefined
  return typeof version === 'string' ? version : 'unknown'
}

import type { OutputSpec } from '../spec/definition/output.js'
import type { OutputOptions } from './output.js'

/** The output options of a spec, defaults filled in. */
export function outputOptions(spec: OutputSpec | undefined): OutputOptions {
  const { types } = spec ?? {}
  const extension = spec?.import_extension?.value ?? '.js'
  return {
    typescript: spec?.typescript?.text ?? 'src/db',
    migrations: spec?.migrations?.text ?? 'migrations',
    migrationFormat: spec?.migration_format?.value ?? 'sql',
    importExtension: extension === 'none' ? '' : extension,
    validators: spec?.validators?.value ?? 'none',
    style: {
      properties: spec?.names?.properties?.value ?? 'as_written',
      files: spec?.names?.files?.value ?? 'kebab-case',
      layout: spec?.layout?.value ?? 'by_kind',
    },
    without: spec?.without?.items.map(({ value }) => value) ?? [],
    types: {
      bigint: types?.bigint?.value ?? 'string',
      numeric: types?.numeric?.value ?? 'string',
      timestamptz: types?.timestamptz?.value ?? 'Date',
      timestamp: types?.timestamp?.value ?? 'Date',
      date: types?.date?.value ?? 'string',
    },
  }
}

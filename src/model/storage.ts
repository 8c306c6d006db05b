import type { StorageSpec } from '../spec/definition/constraint.js'
import { quoted, suggest } from '../spec/wording.js'
import type { Building } from './drafts.js'

// biome-ignore format: a list of words
const vacuum = [
  'autovacuum_enabled', 'vacuum_index_cleanup', 'vacuum_truncate', 'autovacuum_vacuum_threshold',
  'autovacuum_vacuum_max_threshold', 'autovacuum_vacuum_scale_factor', 'autovacuum_vacuum_insert_threshold',
  'autovacuum_vacuum_insert_scale_factor', 'autovacuum_vacuum_cost_delay', 'autovacuum_vacuum_cost_limit',
  'autovacuum_freeze_min_age', 'autovacuum_freeze_max_age', 'autovacuum_freeze_table_age',
  'autovacuum_multixact_freeze_min_age', 'autovacuum_multixact_freeze_max_age',
  'autovacuum_multixact_freeze_table_age', 'log_autovacuum_min_duration', 'vacuum_max_eager_freeze_failure_rate',
]

const known: Readonly<Record<string, readonly string[]>> = {
  table: [
    ...['fillfactor', 'toast_tuple_target', 'parallel_workers', 'user_catalog_table', 'autovacuum_analyze_threshold'],
    ...['autovacuum_analyze_scale_factor', ...vacuum, ...vacuum.map((name) => `toast.${name}`)],
  ],
  btree: ['fillfactor', 'deduplicate_items'],
  hash: ['fillfactor'],
  gin: ['fastupdate', 'gin_pending_list_limit'],
  gist: ['fillfactor', 'buffering'],
  spgist: ['fillfactor'],
  brin: ['pages_per_range', 'autosummarize'],
}

/** Storage parameters as PostgreSQL lists them, sorted: `fillfactor=70`. `of` is `table`, or the method of an index. */
export function storageOf({ problems }: Building, spec: StorageSpec | undefined, of: string): string[] {
  const names = known[of] ?? []
  const options = (spec?.entries ?? []).flatMap(({ key, value }) => {
    if (!names.includes(key.text)) {
      const what = of === 'table' ? 'a table' : `a ${of} index`
      const message = `${what} has no storage parameter ${quoted(key.text)}`
      problems.add('DB414', key.span, message, suggest(key.text, names, 'it has'))
    }
    if (value === undefined) return []
    return [`${key.text}=${value.kind === 'scalar' ? value.text : String(value.value)}`]
  })
  return options.sort()
}

import type { ModelSpec } from '../spec/definition/model.js'
import { quoted } from '../spec/wording.js'
import type { Building } from './drafts.js'
import { formerName } from './former-names.js'
import type { Entity } from './model.js'
import { storageOf } from './storage.js'

type TableOptions = Pick<Entity, 'isUnlogged' | 'rowSecurity' | 'renamedFrom' | 'isOffline'> & {
  readonly storage: string[]
  readonly drops: string[]
}

/** What a model says of its table as a whole. */
export function tableOptions(
  building: Building,
  spec: ModelSpec | undefined,
  { schema, table }: Pick<Entity, 'schema' | 'table'>,
): TableOptions {
  checkPartitioned(building, spec)
  return {
    isUnlogged: spec?.unlogged?.value ?? false,
    storage: storageOf(building, spec?.storage, 'table'),
    rowSecurity: spec?.row_level_security?.value,
    renamedFrom: formerName(building, spec?.renamed_from, { schema, name: table }),
    drops: spec?.drop?.items.map(({ text }) => text) ?? [],
    isOffline: spec?.online?.value === false,
  }
}

/** A table that is divided stores nothing itself. */
function checkPartitioned({ problems }: Building, spec: ModelSpec | undefined): void {
  if (spec?.partition_by === undefined) return
  for (const key of ['storage', 'unlogged']) {
    const span = spec.keys.get(key)
    if (span === undefined) continue
    const message = `${quoted(key)} does not go with "partition_by": the table stores no rows, its partitions do`
    problems.add('DB405', span, message, `remove ${quoted(key)}`)
  }
}

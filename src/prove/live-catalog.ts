import { isNotOfExtension, isOurs } from '../database/catalog-scope.js'
import type { Queryable } from '../database/queryable.js'
import { objectList, text, textList } from '../database/row.js'
import { type OwnedObject, readOwned, usualOwner } from './owned-objects.js'
import { type Catalog, readCatalog } from './whole-catalog.js'

/** A catalog with what can be compared between two servers, whatever their roles are called. */
export interface LiveCatalog extends Catalog {
  readonly owned: readonly OwnedObject[]
  /** The role that most objects belong to. */
  readonly owner: string | undefined
}

/** What neither a schema nor the objects of a proof hold, by name. */
const more = `
  select format('constraint %I on %s', con.conname, con.conrelid::regclass) as name,
    concat_ws(', ', case when con.contype = 'c' and con.connoinherit then 'no inherit' end,
      case when to_jsonb(con) ->> 'conenforced' = 'false' then 'not enforced' end,
      case when to_jsonb(con) ->> 'conperiod' = 'true' then 'over a period' end,
      case when exists (select from pg_trigger g where g.tgconstraint = con.oid and g.tgenabled <> 'O')
        then 'with disabled triggers' end) as definition
  from pg_constraint con join pg_namespace n on n.oid = con.connamespace
  where con.conrelid <> 0 and con.conparentid = 0 and con.contype <> 'n' and ${isOurs('n.nspname')}
    and ${isNotOfExtension('pg_class', 'con.conrelid')}`

/** A sequence that belongs to an identity column may be called anything. */
const identitySequences = `
  select 'sequence ' || d.objid::regclass::text as line from pg_depend d join pg_class c on c.oid = d.objid
  where d.classid = 'pg_class'::regclass and d.deptype = 'i' and d.refobjsubid > 0 and c.relkind = 'S'`

/** Grants are compared by role, and default grants by the role that they are for: both are read apart. */
const defaultGrants = `
  select json_build_object('role', f.defaclrole::regrole, 'name', format('default grants on %s in %s',
      case f.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions' when 'T' then 'types'
        else 'schemas' end, coalesce(n.nspname, 'every schema')), 'grants', (
      select string_agg(format('%s to %s', a.privilege_type, case when a.grantee = 0 then 'public' else a.grantee::regrole::text end),
        ', ' order by a.privilege_type, a.grantee::regrole::text)
      from aclexplode(f.defaclacl) a where a.privilege_type <> 'MAINTAIN' and a.grantee <> f.defaclrole)) as value
  from pg_default_acl f left join pg_namespace n on n.oid = f.defaclnamespace`

/** Reads what can drift. Changes nothing: in a transaction that may only read. */
export async function readLiveCatalog(db: Queryable): Promise<LiveCatalog> {
  await db.run('begin isolation level repeatable read read only')
  try {
    return await read(db)
  } finally {
    // A session that is gone has no transaction either.
    await db.run('rollback').catch(() => {})
  }
}

async function read(db: Queryable): Promise<LiveCatalog> {
  const catalog = await readCatalog(db)
  const [row = {}] = await db.query(`select
    (select json_agg(json_build_object('name', name, 'definition', definition) order by name) from (${more}) as m
      where definition <> '')::text as more,
    (select json_agg(line) from (${identitySequences}) as s)::text as sequences,
    (select json_agg(value order by value ->> 'name') from (${defaultGrants}) as g)::text as grants`)
  const owned = await readOwned(db)
  const owner = usualOwner(owned)
  const hidden = new Set(textList(row, 'sequences'))
  const kept = [...catalog.objects].filter(([name]) => !hidden.has(name) && !isOfRoles(name) && !isOfKysely(name))
  const added = objectList(row, 'more').map((found) => [text(found, 'name'), text(found, 'definition')] as const)
  const defaults = objectList(row, 'grants').map((found) => defaultGrant(found, owner))
  return {
    ...catalog,
    objects: new Map([...kept, ...added, ...defaults]),
    unfinished: catalog.unfinished.filter((line) => line.startsWith('index ')),
    owned: owned.filter(({ name }) => !isOfKysely(name)),
    owner,
  }
}

function isOfRoles(name: string): boolean {
  return /^(?:grants on|default grants of) /.test(name)
}

/** The ledger of Kysely's Migrator. */
function isOfKysely(name: string): boolean {
  return /\bkysely_migration(?:_lock)?(?:_pkey)?(?:$|\.)/.test(name)
}

function defaultGrant(found: Record<string, unknown>, owner: string | undefined): readonly [string, string] {
  const role = text(found, 'role')
  const whose = role === owner ? '' : ` of ${role}`
  return [`${text(found, 'name')}${whose}`, String(found['grants'] ?? '')]
}

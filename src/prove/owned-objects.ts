import { isNotOfExtension, isOurs } from '../database/catalog-scope.js'
import type { Queryable } from '../database/queryable.js'
import { objectList, text, textList } from '../database/row.js'

/** To whom an object belongs, and who else may do what with it. */
export interface OwnedObject {
  /** `table posts`, `function slug(text)`, `column posts.title`, `schema billing` */
  readonly name: string
  readonly owner: string
  /** What others may do, sorted, the role last: `SELECT to reporter`. */
  readonly grants: readonly Grant[]
  /** What the owner may not do any more: `DELETE`. */
  readonly revoked: readonly string[]
}

/** A privilege that somebody has. */
export interface Grant {
  readonly privilege: string
  /** `public` for everybody. */
  readonly role: string
}

/** Other objects of the same kind lie in our schemas and belong to no extension. */
function ours(catalog: string, alias: string, namespace: string): string {
  return `join pg_namespace n on n.oid = ${alias}.${namespace} where ${isOurs('n.nspname')}
    and ${isNotOfExtension(catalog, `${alias}.oid`)}`
}

/** A sequence that belongs to an identity column may be called anything, and goes with its table. */
const isNotOfIdentity = `not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid
    and d.deptype = 'i' and d.refobjsubid > 0)`

const relations = `
  select case c.relkind when 'S' then 'sequence' when 'v' then 'view' when 'm' then 'materialized view'
      when 'f' then 'foreign table' else 'table' end || ' ' || c.oid::regclass::text as name,
    c.relowner as owner, c.relacl as acl, acldefault(case c.relkind when 'S' then 's' else 'r' end::"char", c.relowner) as usual
  from pg_class c ${ours('pg_class', 'c', 'relnamespace')} and c.relkind in ('r', 'p', 'v', 'm', 'S', 'f')
    and ${isNotOfIdentity}`

const columns = `
  select 'column ' || c.oid::regclass::text || '.' || quote_ident(a.attname), c.relowner, a.attacl, acldefault('c'::"char", c.relowner)
  from pg_attribute a join pg_class c on c.oid = a.attrelid ${ours('pg_class', 'c', 'relnamespace')}
    and a.attacl is not null and not a.attisdropped`

const functions = `
  select case p.prokind when 'a' then 'aggregate ' when 'p' then 'procedure ' else 'function ' end || p.oid::regprocedure::text,
    p.proowner, p.proacl, acldefault('f'::"char", p.proowner)
  from pg_proc p ${ours('pg_proc', 'p', 'pronamespace')}`

const types = `
  select 'type ' || t.oid::regtype::text, t.typowner, t.typacl, acldefault('T'::"char", t.typowner)
  from pg_type t ${ours('pg_type', 't', 'typnamespace')} and t.typtype in ('d', 'e', 'r')`

const schemas = `
  select 'schema ' || quote_ident(n.nspname), n.nspowner, n.nspacl, acldefault('n'::"char", n.nspowner)
  from pg_namespace n where ${isOurs('n.nspname')} and ${isNotOfExtension('pg_namespace', 'n.oid')}`

/** Only PostgreSQL 17 and later know the privilege MAINTAIN. */
const query = `
with owned as (${[relations, columns, functions, types, schemas].join('\nunion all\n')})
select coalesce(json_agg(json_build_object('name', o.name, 'owner', pg_get_userbyid(o.owner),
  'grants', (select json_agg(json_build_object('privilege', a.privilege_type || case when a.is_grantable then ' with grant option' else '' end,
      'role', case when a.grantee = 0 then 'public' else pg_get_userbyid(a.grantee) end)
      order by a.privilege_type, pg_get_userbyid(a.grantee))
    from aclexplode(coalesce(o.acl, o.usual)) a where a.grantee <> o.owner and a.privilege_type <> 'MAINTAIN')::text,
  'revoked', (select json_agg(u.privilege_type order by u.privilege_type) from aclexplode(o.usual) u
    where u.grantee = o.owner and u.privilege_type <> 'MAINTAIN' and not exists (
      select from aclexplode(coalesce(o.acl, o.usual)) a where a.grantee = u.grantee and a.privilege_type = u.privilege_type))::text)
  order by o.name), '[]')::text as objects
from owned o`

/** Owners and grants of all objects, sorted by name. */
export async function readOwned(db: Queryable): Promise<OwnedObject[]> {
  const [row = {}] = await db.query(query)
  return objectList(row, 'objects').map((object) => ({
    name: text(object, 'name'),
    owner: text(object, 'owner'),
    grants: objectList(object, 'grants').map((grant) => ({
      privilege: text(grant, 'privilege'),
      role: text(grant, 'role'),
    })),
    revoked: textList(object, 'revoked'),
  }))
}

/** The role that most objects belong to, as the one that runs migrations; undefined where there are no objects. */
export function usualOwner(objects: readonly OwnedObject[]): string | undefined {
  const counts = new Map<string, number>()
  for (const { name, owner } of objects) {
    if (!name.startsWith('schema ')) counts.set(owner, (counts.get(owner) ?? 0) + 1)
  }
  return [...counts].sort(([a, most], [b, others]) => others - most || (a < b ? -1 : 1))[0]?.[0]
}

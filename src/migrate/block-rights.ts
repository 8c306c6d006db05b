import { literal } from '../schema/quote.js'
import type { Schema, SqlBlock } from '../schema/schema.js'
import { maskedSql } from '../schema/sql-words.js'

/** A view that is dropped and made again, by the block before and the one behind, which may be the same. */
interface RemadeView {
  /** As SQL writes it: `stocks`, `reports.stocks`. */
  readonly name: string
  readonly before: SqlBlock
  readonly after: SqlBlock
}

/**
 * The table that holds what was granted while the views are missing: a migration may be stopped there, and goes on in another
 * session. It stands beside the first of them.
 */
function tableOf([first]: readonly RemadeView[]): string {
  const [schema = ''] = /^(?:"(?:[^"]|"")*"|[^".]+)\./.exec(first?.name ?? '') ?? []
  return `${schema}zz_rights`
}

/** The views of blocks that are undone which the goal makes again. */
export function remadeViews(undone: readonly SqlBlock[], { sql }: Schema): RemadeView[] {
  return undone.flatMap((before) =>
    viewsOf(before).flatMap((name) => {
      const after = sql.find((block) => viewsOf(block).includes(name))
      return after === undefined ? [] : [{ name, before, after }]
    }),
  )
}

/**
 * The statement that notes owner, grants and comments of views before they are dropped, as statements that give them back.
 * What a block itself says about them is left to it once it is another.
 */
export function keepRights(views: readonly RemadeView[]): string[] {
  const granted = views.filter((view) => isUnsaid(view, /\b(?:grant|revoke)\b/i))
  const commented = views.filter((view) => isUnsaid(view, /\bcomment\s+on\b/i))
  const parts = [
    ...(granted.length === 0 ? [] : [revokedSql, grantedSql, columnsSql, ownersSql].map((sql) => sql(granted))),
    ...(commented.length === 0 ? [] : [commentsSql(commented)]),
  ]
  return parts.length === 0
    ? []
    : [
        `create table ${tableOf(views)} (again) as\n${REASON}\n${parts.join('\nunion all\n')};`,
        // Default privileges may let others write into new tables, and what stands there is run.
        `alter table ${tableOf(views)} enable row level security;`,
      ]
}

/** The statements that give them back once all views are there. */
export function restoreRights(views: readonly RemadeView[]): string[] {
  if (keepRights(views).length === 0) return []
  // In the order of the alphabet backwards: revoke, grant, do, comment, alter.
  const run = `do $$
declare
  statement text;
begin
  for statement in select again from ${tableOf(views)} order by again collate "C" desc loop
    execute statement;
  end loop;
end
$$;`
  return [run, `drop table ${tableOf(views)};`]
}

function isUnsaid({ before, after }: RemadeView, word: RegExp): boolean {
  return before.up === after.up || ![before, after].some(({ up }) => word.test(maskedSql(up)))
}

/** Views that a block makes, as the statements name them that remove them. */
export function viewsOf({ down }: SqlBlock): string[] {
  const drops = maskedSql(down).matchAll(/\bdrop\s+(?:materialized\s+)?view\s+(?:if\s+exists\s+)?([^\s;,]+)/gi)
  return [...drops].map(({ 0: found, 1: name = '', index }) => {
    const end = index + found.length
    return down.slice(end - name.length, end)
  })
}

function oids(views: readonly RemadeView[]): string {
  return views.map(({ name }) => `${literal(name)}::regclass`).join(', ')
}

const REASON = '-- owners, grants and comments go with the views: they are given back below'
const WHOM = `coalesce(nullif(grantee, 0)::regrole::text, 'public')`
const OPTION = `case when is_grantable then ' with grant option' end`

/** What new views get by themselves is not what these had. */
function revokedSql(views: readonly RemadeView[]): string {
  return `select format('revoke all on %s from %s', c.oid::regclass, ${WHOM})
from pg_class c join pg_default_acl on defaclobjtype = 'r' and defaclnamespace in (0, relnamespace), aclexplode(defaclacl)
where c.oid in (${oids(views)}) and defaclrole = current_user::regrole and grantee <> relowner`
}

function grantedSql(views: readonly RemadeView[]): string {
  return `select format('grant %s on %s to %s%s', privilege_type, oid::regclass, ${WHOM}, ${OPTION})
from pg_class, aclexplode(relacl) where oid in (${oids(views)}) and grantee <> relowner`
}

/** Of columns that the views still have then. */
function columnsSql(views: readonly RemadeView[]): string {
  const isThere = 'if exists (select from pg_attribute where attrelid = %L::regclass and attname = %L)'
  return `select format('do $grant$ begin ${isThere} then grant %s (%I) on %s to %s%s; end if; end $grant$',
  attrelid::regclass, attname, privilege_type, attname, attrelid::regclass, ${WHOM}, ${OPTION})
from pg_attribute, aclexplode(attacl) where attrelid in (${oids(views)})`
}

function ownersSql(views: readonly RemadeView[]): string {
  return `select format('alter table %s owner to %s', oid::regclass, relowner::regrole)
from pg_class where oid in (${oids(views)}) and relowner <> current_user::regrole`
}

function commentsSql(views: readonly RemadeView[]): string {
  return `select format('comment on %sview %s is %L', case relkind when 'm' then 'materialized ' else '' end, oid::regclass, description)
from pg_class join pg_description on objoid = oid and classoid = 'pg_class'::regclass and objsubid = 0
where oid in (${oids(views)})`
}

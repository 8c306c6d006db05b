import { isNotOfExtension, isOurs } from '../database/catalog-scope.js'

/** What is not of PostgreSQL itself has an OID from here on. */
const FIRST_OID = 16384

/** Joins the schema of an object and leaves out what is not ours. */
function ours(catalog: string, alias: string, namespace: string): string {
  return `join pg_namespace n on n.oid = ${alias}.${namespace}
    where ${isOurs('n.nspname')} and ${isNotOfExtension(catalog, `${alias}.oid`)}`
}

/** Of something that belongs to a table, the same for its table. */
function ofOurTables(table: string): string {
  return `join pg_class c on c.oid = ${table} ${ours('pg_class', 'c', 'relnamespace')}`
}

const relations = `
  select case c.relkind when 'S' then 'sequence' when 'v' then 'view' when 'm' then 'materialized view' when 'i' then 'index'
      when 'I' then 'index' when 'c' then 'type' when 'f' then 'foreign table' else 'table' end
      || ' ' || c.oid::regclass::text as name,
    case when c.relkind in ('v', 'm') then concat_ws(' ', pg_get_viewdef(c.oid), c.reloptions::text)
      when c.relkind = 'c' then (select string_agg(format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod))
          || case when a.attcollation not in (0, t.typcollation) then ' collate ' || a.attcollation::regcollation else '' end,
          ', ' order by a.attnum)
        from pg_attribute a join pg_type t on t.oid = a.atttypid
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped)
      when c.relkind in ('i', 'I') then
        (select case when t.relkind = 'm' then pg_get_indexdef(c.oid) else '' end
          || case when i.indisreplident then ' replica identity' else '' end || case when i.indisclustered then ' cluster' else '' end
        from pg_index i join pg_class t on t.oid = i.indrelid where i.indexrelid = c.oid)
      when c.relkind in ('r', 'p') then concat_ws(', ', case when c.relreplident <> 'd' then 'replica identity ' || c.relreplident::text end,
        (select 'inherits ' || string_agg(i.inhparent::regclass::text, ', ' order by i.inhseqno)
          from pg_inherits i where i.inhrelid = c.oid and not c.relispartition))
    end as definition
  from pg_class c ${ours('pg_class', 'c', 'relnamespace')} and c.relkind <> 't'`

/** What a column can have beside what a schema holds. Options that begin with `pg_` are notes of the server itself. */
const columns = `
  select 'column ' || c.oid::regclass::text || '.' || quote_ident(a.attname),
    concat_ws(', ', case when a.attstorage <> t.typstorage then 'storage ' || a.attstorage::text end,
      case when a.attcompression <> '' then 'compression ' || a.attcompression::text end,
      case when a.attstattarget >= 0 then 'statistics ' || a.attstattarget end, o.options)
  from pg_attribute a join pg_type t on t.oid = a.atttypid
    cross join lateral (select string_agg(each, ', ' order by each) as options from unnest(a.attoptions) as each
      where each not like 'pg\\_%') as o ${ofOurTables('a.attrelid')} and c.relkind in ('r', 'p', 'm')
    and a.attnum > 0 and not a.attisdropped
    and (a.attstorage <> t.typstorage or a.attcompression <> '' or a.attstattarget >= 0 or o.options is not null)`

/** Composite types are relations. */
const types = `
  select 'type ' || t.oid::regtype::text, case t.typtype when 'r' then
    (select format('range of %s %s %s %s %s', r.rngsubtype::regtype, o.opcname, nullif(r.rngcollation, 0)::regcollation,
        nullif(r.rngcanonical, 0), nullif(r.rngsubdiff, 0))
      from pg_range r join pg_opclass o on o.oid = r.rngsubopc where r.rngtypid = t.oid) end
  from pg_type t ${ours('pg_type', 't', 'typnamespace')}
    and (t.typtype in ('d', 'e', 'r', 'm') or (t.typtype = 'b' and not exists (select from pg_type e where e.typarray = t.oid)))`

const functions = `
  select case p.prokind when 'a' then 'aggregate ' when 'p' then 'procedure ' else 'function ' end || p.oid::regprocedure::text,
    case when p.prokind <> 'a' then pg_get_functiondef(p.oid) else
      (select concat_ws(' ', a.aggkind::text, a.aggnumdirectargs, a.aggtransfn, a.aggtranstype::regtype, a.aggtransspace,
          a.agginitval, a.aggfinalfn, a.aggfinalextra, a.aggfinalmodify::text, a.aggcombinefn, a.aggserialfn, a.aggdeserialfn,
          a.aggmtransfn, a.aggminvtransfn, nullif(a.aggmtranstype, 0)::regtype, a.aggminitval, a.aggmfinalfn,
          nullif(a.aggsortop, 0)::regoperator, p.proparallel::text, pg_get_function_result(p.oid))
        from pg_aggregate a where a.aggfnoid = p.oid) end
  from pg_proc p ${ours('pg_proc', 'p', 'pronamespace')}`

const triggers = `
  select format('trigger %I on %s', g.tgname, g.tgrelid::regclass),
    pg_get_triggerdef(g.oid) || case when g.tgenabled <> 'O' then ' enabled ' || g.tgenabled::text else '' end
  from pg_trigger g ${ofOurTables('g.tgrelid')} and not g.tgisinternal`

const policies = `
  select format('policy %I on %s', y.polname, y.polrelid::regclass),
    concat_ws(' ', case when y.polpermissive then 'permissive' else 'restrictive' end, 'for', y.polcmd::text, 'to',
      (select string_agg(case when role = 0 then 'public' else role::regrole::text end, ', ' order by role::int8)
        from unnest(y.polroles) as r (role)),
      'using ' || pg_get_expr(y.polqual, y.polrelid), 'with check ' || pg_get_expr(y.polwithcheck, y.polrelid))
  from pg_policy y ${ofOurTables('y.polrelid')}`

/** The rule of a view is its definition. */
const rules = `
  select format('rule %I on %s', w.rulename, w.ev_class::regclass),
    pg_get_ruledef(w.oid) || case when w.ev_enabled <> 'O' then ' enabled ' || w.ev_enabled::text else '' end
  from pg_rewrite w ${ofOurTables('w.ev_class')} and w.rulename <> '_RETURN'`

const operators = `
  select 'operator ' || o.oid::regoperator::text,
    concat_ws(' ', o.oprcode, 'commutator', nullif(o.oprcom, 0)::regoperator, 'negator', nullif(o.oprnegate, 0)::regoperator,
      'restrict', nullif(o.oprrest, 0), 'join', nullif(o.oprjoin, 0), case when o.oprcanmerge then 'merges' end,
      case when o.oprcanhash then 'hashes' end)
  from pg_operator o ${ours('pg_operator', 'o', 'oprnamespace')}`

const operatorClasses = `
  select format('operator class %I.%I using %s', n.nspname, o.opcname, m.amname),
    concat_ws(' ', case when o.opcdefault then 'default' end, 'for', o.opcintype::regtype,
      'storage ' || nullif(o.opckeytype, 0)::regtype,
      (select string_agg(format('%s %s', p.amopstrategy, p.amopopr::regoperator), ', ' order by p.amopstrategy, p.amopopr::int8)
        from pg_amop p where p.amopfamily = o.opcfamily),
      (select string_agg(format('%s %s', p.amprocnum, p.amproc::regprocedure), ', ' order by p.amprocnum, p.amproc::oid::int8)
        from pg_amproc p where p.amprocfamily = o.opcfamily))
  from pg_opclass o join pg_am m on m.oid = o.opcmethod ${ours('pg_opclass', 'o', 'opcnamespace')}`

const casts = `
  select format('cast (%s as %s)', x.castsource::regtype, x.casttarget::regtype),
    concat_ws(' ', nullif(x.castfunc, 0)::regprocedure, 'context', x.castcontext::text, 'method', x.castmethod::text)
  from pg_cast x where x.oid >= ${FIRST_OID} and ${isNotOfExtension('pg_cast', 'x.oid')}`

const statistics = `
  select format('statistics %I.%I', n.nspname, s.stxname),
    concat_ws(' ', pg_get_statisticsobjdef(s.oid), nullif(to_jsonb(s) ->> 'stxstattarget', '-1'))
  from pg_statistic_ext s ${ours('pg_statistic_ext', 's', 'stxnamespace')}`

const eventTriggers = `
  select format('event trigger %I', v.evtname),
    concat_ws(' ', v.evtevent, v.evttags::text, v.evtfoid::regprocedure, v.evtenabled::text)
  from pg_event_trigger v where ${isNotOfExtension('pg_event_trigger', 'v.oid')}`

/** The columns for the locale have other names in each version. */
const collations = `
  select format('collation %I.%I', n.nspname, l.collname),
    concat_ws(' ', l.collprovider::text, l.collcollate, l.collctype, to_jsonb(l) ->> 'colllocale',
      to_jsonb(l) ->> 'colliculocale', case when not l.collisdeterministic then 'not deterministic' end)
  from pg_collation l ${ours('pg_collation', 'l', 'collnamespace')}`

const textSearch = `
  select format('text search configuration %I.%I', n.nspname, f.cfgname),
    (select string_agg(format('%s %s', m.maptokentype, m.mapdict::regdictionary), ', ' order by m.maptokentype, m.mapseqno)
      from pg_ts_config_map m where m.mapcfg = f.oid)
  from pg_ts_config f ${ours('pg_ts_config', 'f', 'cfgnamespace')}
  union all select format('text search dictionary %I.%I', n.nspname, y.dictname), y.dictinitoption
  from pg_ts_dict y ${ours('pg_ts_dict', 'y', 'dictnamespace')}`

/** Without those of tables, their columns, sequences, enums and domains, which a schema holds. */
const comments = `
  select format('comment on %s %s', i.type, i.identity), d.description
  from pg_description d left join pg_class c on d.classoid = 'pg_class'::regclass and c.oid = d.objoid
  left join pg_type t on d.classoid = 'pg_type'::regclass and t.oid = d.objoid,
  pg_identify_object(d.classoid, d.objoid, d.objsubid) as i
  where d.objoid >= ${FIRST_OID} and i.identity !~ '(^| on )dbgen(\\.|$)' and d.classoid <> 'pg_extension'::regclass
    and coalesce(c.relkind not in ('r', 'p', 'S') or c.relispartition, true) and coalesce(t.typtype not in ('e', 'd'), true)
    and not exists (select from pg_depend e where e.classid = d.classoid and e.objid = d.objoid and e.deptype = 'e')`

const grants = `
  select 'grants on ' || c.oid::regclass::text, c.relacl::text
  from pg_class c ${ours('pg_class', 'c', 'relnamespace')} and c.relacl is not null
  union all select 'grants on column ' || c.oid::regclass::text || '.' || quote_ident(a.attname), a.attacl::text
  from pg_attribute a ${ofOurTables('a.attrelid')} and a.attacl is not null and not a.attisdropped
  union all select 'grants on function ' || p.oid::regprocedure::text, p.proacl::text
  from pg_proc p ${ours('pg_proc', 'p', 'pronamespace')} and p.proacl is not null
  union all select 'grants on type ' || t.oid::regtype::text, t.typacl::text
  from pg_type t ${ours('pg_type', 't', 'typnamespace')} and t.typacl is not null
  union all select 'grants on schema ' || quote_ident(n.nspname), n.nspacl::text
  from pg_namespace n where ${isOurs('n.nspname')} and n.nspacl is not null
  union all select format('default grants of %s in %s on %s', f.defaclrole::regrole, coalesce(n.nspname, 'every schema'), f.defaclobjtype),
    f.defaclacl::text
  from pg_default_acl f left join pg_namespace n on n.oid = f.defaclnamespace`

/** Queries for `name` and `definition`, one for each kind of object. */
export const objectQueries: readonly string[] = [
  relations,
  columns,
  types,
  functions,
  triggers,
  policies,
  rules,
  operators,
  operatorClasses,
  casts,
  statistics,
  eventTriggers,
  collations,
  textSearch,
  comments,
  grants,
]

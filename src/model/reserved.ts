/** Names that no model, column or relation can have: as properties they change what an object is. */
// biome-ignore format: a list of words
export const dangerousNames: ReadonlySet<string> = new Set([
  '__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', 'valueOf', '__defineGetter__',
  '__defineSetter__', '__lookupGetter__', '__lookupSetter__', 'isPrototypeOf', 'propertyIsEnumerable', 'toLocaleString',
])

/** Types that every TypeScript file knows, and those that generated files import or define. */
// biome-ignore format: a list of words
export const takenTypes: ReadonlySet<string> = new Set([
  'Any', 'Array', 'ArrayBuffer', 'AsyncIterable', 'Awaited', 'BigInt', 'Boolean', 'Buffer', 'Capitalize', 'ColumnType',
  'ConstructorParameters', 'DataView', 'Database', 'Date', 'Error', 'Exclude', 'Extract', 'Function', 'Generated',
  'Infinity', 'InstanceType', 'Int8Array', 'Intl', 'Iterable', 'Iterator', 'JSON', 'Json', 'JsonValue', 'Kysely', 'Map',
  'Math', 'NaN', 'NotFound', 'NonNullable', 'Number', 'Object', 'Omit', 'Parameters', 'Partial', 'Pick', 'Promise',
  'Proxy', 'Readonly', 'ReadonlyArray', 'ReadonlyMap', 'ReadonlySet', 'Record', 'Reflect', 'RegExp', 'Required',
  'ReturnType', 'Set', 'String', 'Symbol', 'ThisType', 'TypeError', 'Uint8Array', 'Uncapitalize', 'Uppercase',
  'ArrayComparison', 'Comparison', 'GeneratedAlways', 'KeysetPage', 'Lowercase', 'TextComparison', 'WeakMap', 'WeakRef',
  'WeakSet', 'Connection', 'DatabaseOptions', 'ListOptions', 'Repository', 'Relation', 'Row', 'SessionOptions', 'Strategy',
  'TableRepository', 'WireRow',
])

/** Words that cannot be the name of a variable or parameter in a module. */
// biome-ignore format: a list of words
export const scriptWords: ReadonlySet<string> = new Set([
  'abstract', 'any', 'arguments', 'as', 'async', 'await', 'boolean', 'break', 'case', 'catch', 'class', 'const',
  'continue', 'db', 'debugger', 'default', 'delete', 'do', 'else', 'enum', 'eval', 'export', 'extends', 'false',
  'finally', 'for', 'function', 'if', 'implements', 'import', 'in', 'instanceof', 'interface', 'let', 'never', 'new',
  'null', 'number', 'object', 'package', 'private', 'protected', 'public', 'return', 'static', 'string', 'super',
  'switch', 'symbol', 'this', 'throw', 'true', 'try', 'type', 'typeof', 'undefined', 'unknown', 'var', 'void', 'while',
  'with', 'yield', 'sql', 'row', 'rows', 'input', 'patch', 'options', 'global', 'globalThis', 'process', 'module',
  'require', 'console', 'exports', 'values', 'result', 'parameters', 'found', 'index', 'keys', 'link', 'links',
  'related', 'filter', 'deleteRow', 'deleted',
])

/** What the files of the runtime export, so that others import it: nothing beside it can have the same name. */
// biome-ignore format: a list of words
export const runtimeNames: ReadonlySet<string> = new Set([
  'affectedRows', 'afterSql', 'arrayOf', 'bigint', 'bigintAsBigint', 'bigintAsNumber', 'bigintAsString', 'bigintText',
  'booleanCodec', 'boxCodec', 'breaksConnection', 'bytea', 'byteaCodec', 'checkError', 'checkInsertable',
  'checkLimit', 'checkOffset', 'checkUpdatable', 'columnOf', 'columnSql', 'comparableColumn', 'conflictSql',
  'constraintError', 'containsText', 'copyIn', 'copyRows', 'countOf', 'countRows', 'createDatabase', 'decodeRows',
  'defineAggregate', 'defineListQuery', 'defineLoader', 'defineRelation', 'defineStatement', 'defineTable',
  'deleteByKey', 'deleteRows', 'described', 'dynamicStatement', 'encodeAll', 'encodeColumn', 'encodeNamed',
  'encodeNullable', 'encodeParameter', 'endsWithText', 'everyRow', 'exclusionError', 'execute', 'executeAll', 'executeByKey',
  'fetchAggregate', 'fetchCount', 'fetchEncoded', 'fetchList', 'fetchOnlyRow', 'fetchPage', 'fetchRelated',
  'fetchRowWithRelated', 'fetchRows', 'filterSql', 'findByKey', 'findByKeys', 'findNumbered', 'findRow', 'float',
  'floatCodec', 'formatArray', 'formatNestedArray', 'formatTimestamp', 'givenNames', 'hiddenColumns', 'inUseError',
  'insertRow', 'insertRows', 'integer', 'integerCodec', 'isEmptyFilter', 'isNamingError', 'isStalePlan', 'jsonCodec',
  'jsonItems', 'jsonOf', 'keySql', 'keyValues', 'knownTypes', 'listOf', 'listRows', 'loadByKey', 'loadSelected',
  'missingError', 'namingProblem', 'nestedArrayOf', 'noSuchRow', 'numericAsNumber', 'numericAsString', 'numericText',
  'oid', 'oneOf', 'orderSql', 'orderTerm', 'pageRows', 'parseAnyTimestamp', 'parseArray', 'parseTimestamp',
  'parseValues', 'parserOf', 'propertiesOf', 'readCursor', 'readOptionalRow', 'readRow', 'readRows', 'readersOf',
  'relationJson', 'rowExists', 'runDirectly', 'selectList', 'selectedJson', 'sessionOf', 'smallint', 'sqlNames',
  'startsWithText', 'streamRows', 'streamTable', 'text', 'textCodec', 'timestampCodec', 'totalOrder', 'touched',
  'uniqueError', 'updateEachRow', 'updateRow', 'updateRows', 'upsertRow', 'upsertRows', 'uuidCodec', 'varchar',
  'whereSql', 'wirePage', 'wireParserOf', 'withSession', 'withStrategies',
])

/** Words that PostgreSQL reserves, fully or for types and functions: no alias of ours is one of them. */
// biome-ignore format: a list of words
export const sqlWords: ReadonlySet<string> = new Set([
  'all', 'analyse', 'analyze', 'and', 'any', 'array', 'as', 'asc', 'asymmetric', 'authorization', 'binary', 'both',
  'case', 'cast', 'check', 'collate', 'collation', 'column', 'concurrently', 'constraint', 'create', 'cross',
  'current_catalog', 'current_date', 'current_role', 'current_schema', 'current_time', 'current_timestamp',
  'current_user', 'default', 'deferrable', 'desc', 'distinct', 'do', 'else', 'end', 'except', 'false', 'fetch', 'for',
  'foreign', 'freeze', 'from', 'full', 'grant', 'group', 'having', 'ilike', 'in', 'initially', 'inner', 'intersect',
  'into', 'is', 'isnull', 'join', 'lateral', 'leading', 'left', 'like', 'limit', 'localtime', 'localtimestamp',
  'natural', 'not', 'notnull', 'null', 'offset', 'on', 'only', 'or', 'order', 'outer', 'overlaps', 'placing', 'primary',
  'references', 'returning', 'right', 'select', 'session_user', 'similar', 'some', 'symmetric', 'system_user', 'table',
  'tablesample', 'then', 'to', 'trailing', 'true', 'union', 'unique', 'user', 'using', 'variadic', 'verbose', 'when',
  'where', 'window', 'with', 'values', 'row',
])

/** Columns that every table of PostgreSQL has already. */
export const systemColumns: ReadonlySet<string> = new Set(['ctid', 'xmin', 'xmax', 'cmin', 'cmax', 'tableoid'])

/** Stems that Windows does not allow as file names. */
// biome-ignore format: a list of words
export const deviceNames: ReadonlySet<string> = new Set([
  'con', 'prn', 'aux', 'nul', ...[1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((port) => [`com${port}`, `lpt${port}`]), 'index',
])

/** Keys of every generated filter, beside those of the columns. */
export const filterWords: ReadonlySet<string> = new Set(['and', 'or', 'not'])

/** Schemas that are there already and are not the user's; those that begin with `pg_` beside them. */
export const systemSchemas: ReadonlySet<string> = new Set(['information_schema', 'dbgen'])

/** Types of pg_catalog that no column can have, and that are found before a type of the user's. */
// biome-ignore format: a list of words
export const pseudoTypes: ReadonlySet<string> = new Set([
  'aclitem', 'any', 'anyarray', 'anycompatible', 'anyelement', 'anyenum', 'anymultirange', 'anynonarray', 'anyrange',
  'cid', 'cstring', 'event_trigger', 'fdw_handler', 'gtsvector', 'index_am_handler', 'int2vector', 'internal',
  'language_handler', 'oidvector', 'record', 'refcursor', 'regclass', 'regcollation', 'regconfig', 'regdatabase',
  'regdictionary', 'regnamespace', 'regoper', 'regoperator', 'regproc', 'regprocedure', 'regrole', 'regtype',
  'table_am_handler', 'tid', 'trigger', 'tsm_handler', 'txid_snapshot', 'unknown', 'void', 'xid', 'xid8',
])

/** Enums whose codec would be called as one of `codecs.ts`. */
// biome-ignore format: a list of words
export const runtimeCodecs: ReadonlySet<string> = new Set([
  'Boolean', 'Box', 'Bytea', 'Decimal', 'Float', 'Integer', 'Json', 'Text', 'Timestamp', 'Uuid',
])

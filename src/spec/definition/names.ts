/** The forms of the names in a spec, each with the words that a message uses for it. */
export const modelName = {
  pattern: /^[A-Z][A-Za-z0-9]*$/,
  form: 'a name like BlogPost: letters and digits, beginning with a capital',
} as const

/** A name in the database: safe without quotes on every server. */
export const databaseName = {
  pattern: /^[a-z_][a-z0-9_]*$/,
  form: 'a name like blog_post: small letters, digits and underscores',
} as const

/** A name that the database has and that need not be plain: within SQL it stands in double quotes. */
export const givenName = {
  pattern: /^[A-Za-z_][A-Za-z0-9_$ -]*$/,
  form: 'a name like blog_post, or as the database has it: letters, digits, underscores, "$", "-" and spaces',
} as const

/** A column: its name is that of the property too. */
export const columnKey = {
  pattern: /^[A-Za-z_][A-Za-z0-9_]*$/,
  form: 'a name like created_at: letters, digits and underscores',
} as const

/** An extension, such as `uuid-ossp`. */
export const extensionName = {
  pattern: /^[a-z_][a-z0-9_-]*$/,
  form: 'the name of an extension, like pg_trgm, without a version, which is up to the server',
} as const

/** A name of a property of the generated code. */
export const propertyName = {
  pattern: /^[a-z][A-Za-z0-9_]*$/,
  form: 'a name like author or parentComment: letters, digits and underscores, beginning with a small letter',
} as const

/** A name of the database, or a model. */
export const throughName = {
  pattern: /^[A-Za-z_][A-Za-z0-9_]*$/,
  form: 'the name of a table (post_tags) or of a model (PostTag)',
} as const

/** `User` or `User.email`. */
export const referenceName = {
  pattern: /^[A-Z][A-Za-z0-9]*(?:\.[A-Za-z_][A-Za-z0-9_]*)?$/,
  form: 'a model (User) or one of its columns (User.email)',
} as const

/** `created_at` or `-created_at`. */
export const orderName = {
  pattern: /^-?[A-Za-z_][A-Za-z0-9_]*$/,
  form: 'a column (title), or one with "-" for descending order (-created_at)',
} as const

/** `title`, `author.email`, `tags.name`. */
export const pathName = {
  pattern: /^[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*$/,
  form: 'a column (title) or a path of relations to one (tags.name)',
} as const

/** A folder inside the project. */
export const folderName = {
  pattern: /^(?!\.{1,2}(?:\/|$))[A-Za-z0-9_@.-]+(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9_@.-]+)*$/,
  form: 'a folder below that of the spec, like src/db',
} as const

/** What an import statement names: a package, or a file relative to the generated code. */
export const moduleName = {
  pattern: /^(?:\.{1,2}\/)*[A-Za-z0-9_@.-]+(?:\/[A-Za-z0-9_@.-]+)*$/,
  form: 'a module like ./settings.js or @acme/types',
} as const

/** A TypeScript type: a name, with arguments, arrays, unions and plain string literals, and nothing that ends it. */
export const typeExpression = {
  pattern: /^[A-Za-z_$][\w$.]*(?:<[\w$.,|[\]<>' -]+>)?(?:\[\])*(?: \| (?:'[\w -]*'|[A-Za-z_$][\w$.]*(?:\[\])*))*$/,
  form: 'a TypeScript type like Settings or Record<string, unknown>',
} as const

/** What something is or was called in the database, whatever it is, with or without its schema. */
export const anyDatabaseName = {
  pattern: /^[^\s."'`;-][^."'`;]*(?:\.[^\s."'`;-][^."'`;]*)?$/,
  form: 'a name like posts, or with its schema like billing.posts',
} as const

/** A name of the database without its schema, whatever it is. */
export const anyColumnName = {
  pattern: /^[^\s."'`;-][^."'`;]*$/,
  form: 'a name like title',
} as const

/** `C`, `de-x-icu`, `en_US.utf8`. */
export const collationName = {
  pattern: /^[A-Za-z_][A-Za-z0-9_@.-]*$/,
  form: 'a collation like C, de-x-icu or en_US.utf8',
} as const

/** `=`, `&&`, `<>`. */
export const operatorName = {
  pattern: /^[+*/<>=~!@#%^&|`?-]{1,63}$/,
  form: 'an operator like = or &&',
} as const

/** `fillfactor`, `toast.autovacuum_enabled`. */
export const storageName = {
  pattern: /^(?:toast\.)?[a-z][a-z0-9_]*$/,
  form: 'a storage parameter like fillfactor',
} as const

/** `30`, `auto`, `0.05`. */
export const storageValue = {
  pattern: /^[A-Za-z0-9_.-]+$/,
  form: 'a value like 70, false or auto',
} as const

/** `Invoice.number` */
export const columnPath = {
  pattern: /^[A-Z][A-Za-z0-9]*\.[A-Za-z_][A-Za-z0-9_]*$/,
  form: 'a column of a model, like Invoice.number',
} as const

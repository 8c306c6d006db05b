/** The spec that `init` writes. `schemaPath` is where an editor finds its JSON Schema, seen from the spec. */
export function firstSpec(schemaPath: string): string {
  return `# yaml-language-server: $schema=${schemaPath}
#
# The tables of this project and the queries over them. dbgen generate turns them into TypeScript and migrations.
version: 1

output:
  typescript: src/db # types, repositories and queries, to import from
  migrations: migrations # SQL, to apply with dbgen migrate up

models:
  User: # its table is "users"
    columns:
      id: { type: bigint, primary_key: true, identity: always }
      email: { type: varchar(255), unique: true } # unique: the repository gets findByEmail
      name: { type: text, nullable: true } # everything else is not null
      created_at: { type: timestamptz, default: now() }
    relations:
      posts: { has_many: Post } # the other side of "author" below

  Post:
    columns:
      id: { type: bigint, primary_key: true, identity: always }
      title: varchar(200) # short for { type: varchar(200) }
      content: text
      published: { type: boolean, default: false }
      author_id: { type: bigint, references: User, on_delete: cascade, index: true }
      created_at: { type: timestamptz, default: now() }
    relations:
      author: { belongs_to: User }
    queries:
      search: # becomes searchPosts(db, { keyword?, authorId?, limit?, after? })
        filter:
          keyword: { contains: [title, content] }
          author_id: { equals: author_id }
        load: [author] # in the same round trip
        order: [-created_at] # newest first
        page: keyset
`
}

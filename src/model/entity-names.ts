/** Every name that the generated code uses for an entity, unique among all entities and free of reserved words. */
export interface EntityNames {
  /** `Post` */
  readonly type: string
  /** `Posts` */
  readonly plural: string
  /** `NewPost` */
  readonly newType: string
  /** `PostPatch` */
  readonly patchType: string
  /** `PostWithPrivate`: the row with its private columns; only used where the entity has any. */
  readonly privateType: string
  /** `PostTable`: Kysely's table interface. */
  readonly tableType: string
  /** `post`: a variable that holds one row. */
  readonly variable: string
  /** `posts` */
  readonly pluralVariable: string
  /** `post`, `user_account`: table alias in generated SQL; snake case, never a reserved word of SQL. */
  readonly sqlAlias: string
  /** `PostRepository` */
  readonly repository: string
  /** `post`, `user-account`: the stem of this entity's files. */
  readonly file: string
}

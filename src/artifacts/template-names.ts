/** Templates that a file of the user's may replace, each for one kind of generated file. */
export const replaceable = [
  'models/database.ts',
  'models/enums.ts',
  'models/errors.ts',
  'models/join-table.ts',
  'models/model.ts',
  'models/validator.ts',
  'queries/queries.ts',
  'repositories/repository.ts',
] as const

/** `per-model/service.ts`, `once/routes.ts`: a file of the user's own, for each model or once. */
export const EXTRA = /^(?:per-model|once)\/[a-z][a-z0-9]*(?:-[a-z0-9]+)*\.ts$/

/** What a per-model template cannot be called: `post.errors.ts` is there already. */
export const takenKinds: ReadonlySet<string> = new Set(['errors', 'queries', 'repository', 'validator'])

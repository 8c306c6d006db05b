import { describe, expect, test } from 'vitest'
import { digestGenerated } from '../../../src/merge/digest.js'
import { mergeFile } from '../../../src/merge/merge-file.js'
import { noRenaming } from '../../../src/merge/renaming.js'
import { method, repository, threeWay } from './three-way.js'

const base = repository()
const mine = '  async mine(): Promise<number> {\n    return 1;\n  }'
const added = repository({ methods: [method('findByTitle'), method('upsertByTitle'), method('findBySlug')] })

describe('one side changed', () => {
  test('nothing: the file stays as it is, to the byte', async () => {
    const ours = base.replace('toPost(await', 'toPost( await')
    expect(await threeWay(base, ours, base)).toEqual({ text: ours, conflicts: [], kept: [], deleted: [] })
  })

  test('what dbgen changed takes the place of what it wrote', async () => {
    const theirs = repository({
      statement: 'where title = $1',
      methods: [method('findByTitle', 'return 2;'), method('upsertByTitle')],
    })
    const ours = base.replace('\n}\n', `\n\n${mine}\n}\n`)
    expect((await threeWay(base, ours, theirs)).text).toBe(theirs.replace('\n}\n', `\n\n${mine}\n}\n`))
  })

  test('a new member goes behind its neighbour, and one that was added by hand stays where it is', async () => {
    const ours = base.replace(
      '\n\n  /** Finds one. */\n  async upsert',
      `\n\n${mine}\n\n  /** Finds one. */\n  async upsert`,
    )
    const { text, kept } = await threeWay(base, ours, added)
    expect(text).toBe(
      repository({ methods: [method('findByTitle'), mine, method('upsertByTitle'), method('findBySlug')] }),
    )
    expect(kept).toEqual(['PostRepository.mine'])
  })

  test('an edit stays where the generated text of it did not change', async () => {
    const ours = base.replace('"findByTitle"', '"by title"')
    const { text, kept } = await threeWay(base, ours, added)
    expect(text).toBe(added.replace('"findByTitle"', '"by title"'))
    expect(kept).toEqual(['PostRepository.findByTitle'])
  })

  test('comments and code of a declaration are merged by themselves', async () => {
    const ours = base.replace('/** Finds one. */', '/** Finds the one. */')
    const theirs = repository({ methods: [method('findByTitle', 'return 2;'), method('upsertByTitle')] })
    expect((await threeWay(base, ours, theirs)).text).toBe(theirs.replace('/** Finds one. */', '/** Finds the one. */'))
  })

  test('what was deleted by hand stays deleted, and is told', async () => {
    const ours = repository({ methods: [method('upsertByTitle')] })
    const { text, deleted } = await threeWay(base, ours, added)
    expect(text).toBe(repository({ methods: [method('upsertByTitle'), method('findBySlug')] }))
    expect(deleted).toEqual(['PostRepository.findByTitle'])
  })

  test('what is generated no longer goes, in whatever layout', async () => {
    const ours = added.replace('{\n    return toPost', '{ return toPost').replace('\n}\n', `\n\n${mine}\n}\n`)
    const { text } = await threeWay(added, ours, repository({ methods: [method('upsertByTitle')] }))
    expect(text).toBe(repository({ methods: [method('upsertByTitle'), mine] }))
  })

  test('declarations, types and comments that were added stay where they are', async () => {
    const ours = base
      .replace('const find', '// All statements:\n\ntype Mine = 1 | 2;\n\nconst find')
      .replace('\nexport class', '\nexport class')
      .concat('\nfunction last() {}\n\n// The end.\n')
    const theirs = added.replace('where id', 'where the_id')
    expect((await threeWay(base, ours, theirs)).text).toBe(
      theirs
        .replace('const find', '// All statements:\n\ntype Mine = 1 | 2;\n\nconst find')
        .concat('\nfunction last() {}\n\n// The end.\n'),
    )
  })

  test('the order of the file stays', async () => {
    const ours = repository({ methods: [method('upsertByTitle'), method('findByTitle')] })
    const { text } = await threeWay(base, ours, added)
    expect(text).toBe(repository({ methods: [method('upsertByTitle'), method('findBySlug'), method('findByTitle')] }))
  })
})

describe('both sides changed', () => {
  const ours = base.replace('"findByTitle"', '"by title"')
  const theirs = base.replace('"findByTitle"', '"the title"')

  test('the same: a conflict, with its line and both texts', async () => {
    const { conflicts } = await threeWay(base, ours, theirs)
    expect(conflicts).toEqual([
      {
        name: 'PostRepository.findByTitle',
        line: 10,
        problem: 'was changed by hand, and dbgen would change it too',
        ours: method('findByTitle').trimStart().replace('"findByTitle"', '"by title"'),
        theirs: method('findByTitle').trimStart().replace('"findByTitle"', '"the title"'),
      },
    ])
  })

  test.each([
    ['ours', ours],
    ['theirs', theirs],
    [
      'markers',
      ours.replace(
        method('findByTitle').replace('"findByTitle"', '"by title"'),
        `<<<<<<< yours\n$&\n=======\n${method('findByTitle').replace('"findByTitle"', '"the title"')}\n>>>>>>> dbgen`,
      ),
    ],
  ] as const)('settled by %s', async (settle, text) => {
    expect((await threeWay(base, ours, theirs, { settle })).text).toBe(text)
  })

  test('to the same: no conflict', async () => {
    expect((await threeWay(base, ours, ours.replace('"by title"', "'by title'"))).conflicts).toEqual([])
  })

  test('changed by hand, and generated no longer', async () => {
    const { conflicts } = await threeWay(base, ours, repository({ methods: [method('upsertByTitle')] }))
    expect(conflicts.map(({ name, problem, theirs: next }) => [name, problem, next])).toEqual([
      ['PostRepository.findByTitle', 'was changed by hand, and is generated no longer', ''],
    ])
  })

  test('added by hand, and now generated with another text', async () => {
    const { conflicts } = await threeWay(base, repository({ methods: [method('findBySlug', 'return 1;')] }), added)
    expect(conflicts.map(({ name, problem }) => [name, problem])).toEqual([
      ['PostRepository.findBySlug', 'was added by hand, and dbgen would add it too'],
    ])
  })
})

describe('imports', () => {
  const next = (...imports: string[]) =>
    repository({ imports, methods: [method('findByTitle'), method('upsertByTitle')] })
  const generated = [
    'import { findRow } from "../statement.js";',
    'import { type Post, toPost } from "../models/post.js";',
  ] as const

  test.each([
    [
      'a new name joins those of its module',
      [...generated],
      [generated[0], 'import { type Post, postTable, toPost } from "../models/post.js";'],
      [generated[0], 'import { type Post, postTable, toPost } from "../models/post.js";'],
    ],
    [
      'a new module',
      [...generated],
      [generated[0], 'import { upsertRow } from "../rows.js";', generated[1]],
      [generated[0], 'import { upsertRow } from "../rows.js";', generated[1]],
    ],
    [
      'names that were added by hand stay',
      [generated[0], 'import { mine, type Post, toPost } from "../models/post.js";'],
      [generated[0], 'import { type Post, postTable, toPost } from "../models/post.js";'],
      [generated[0], 'import { mine, type Post, toPost, postTable } from "../models/post.js";'],
    ],
    [
      'modules that were added by hand stay',
      [...generated, 'import fs from "node:fs";'],
      [generated[0], 'import { type Post, postTable, toPost } from "../models/post.js";'],
      [generated[0], 'import { type Post, postTable, toPost } from "../models/post.js";', 'import fs from "node:fs";'],
    ],
    [
      'what is needed no longer goes',
      [...generated],
      ['import { type Post, toPost } from "../models/post.js";'],
      ['import { type Post, toPost } from "../models/post.js";'],
    ],
    [
      'sorted and split by a formatter',
      [
        "import type { Post } from '../models/post.js'",
        "import { toPost } from '../models/post.js'",
        "import { findRow } from '../statement.js'",
      ],
      [...generated, 'import { upsertRow } from "../rows.js";'],
      [
        "import type { Post } from '../models/post.js'",
        "import { toPost } from '../models/post.js'",
        'import { upsertRow } from "../rows.js";',
        "import { findRow } from '../statement.js'",
      ],
    ],
  ])('%s', async (_name, ours, theirs, want) => {
    const unused = (text: string) => text.replaceAll('findRow(this.db, find,', 'call(')
    const { text, conflicts } = await threeWay(unused(base), unused(next(...ours)), unused(next(...theirs)))
    expect(conflicts).toEqual([])
    expect(text).toBe(unused(next(...want)))
  })

  test('what is generated no longer stays where something uses it', async () => {
    const ours = base.replace('\n}\n', '\n\n  mine() {\n    return findRow;\n  }\n}\n')
    const theirs = next('import { type Post, toPost } from "../models/post.js";').replaceAll('findRow', 'readRow')
    expect((await threeWay(base, ours, theirs)).text).toContain('import { findRow } from "../statement.js";')
  })
})

describe('after version control merged two branches', () => {
  const left = repository({ methods: [method('findByTitle'), method('upsertByTitle'), method('findByLeft')] })
  const right = repository({
    statement: 'where right = $1',
    methods: [method('findByTitle', 'return 2;'), method('upsertByTitle')],
  })
  const path = 'repositories/post.repository.ts'
  const digests = [left, right].map((text) => digestGenerated(text, path))

  test('what either wrote is as dbgen wrote it', async () => {
    const ours = repository({
      statement: 'where right = $1',
      methods: [method('findByTitle', 'return 2;'), mine, method('upsertByTitle'), method('findByLeft')],
    })
    const theirs = repository({
      statement: 'where right = $1 and left',
      methods: [method('findByTitle', 'return 3;'), method('upsertByTitle'), method('findByLeft')],
    })
    const input = {
      path,
      at: path,
      ours,
      theirs,
      former: undefined,
      digests,
      renaming: noRenaming,
      settle: 'refuse',
    } as const
    expect(await mergeFile(input)).toEqual({
      text: repository({
        statement: 'where right = $1 and left',
        methods: [method('findByTitle', 'return 3;'), mine, method('upsertByTitle'), method('findByLeft')],
      }),
      conflicts: [],
      kept: ['PostRepository.mine'],
      deleted: [],
    })
  })
})

describe('names that a file exports of others', () => {
  const database = (...lines: string[]) =>
    `// Generated by dbgen from schema.yaml.\n\n/** Every table. */\nexport interface Database {\n  posts: PostTable;\n}\n\n${lines.join('\n')}\n`

  test('are merged one by one', async () => {
    const before = database(
      'export type { NewPost, Post } from "./models/post.js";',
      'export type { Tag } from "./models/tag.js";',
    )
    const ours = database(
      'export type { NewPost, Post, Mine } from "./models/post.js";',
      'export type { Other } from "./other.js";',
    )
    const theirs = database(
      'export type { NewPost, Post, PostPatch } from "./models/post.js";',
      'export type { Tag } from "./models/tag.js";',
      'export type { User } from "./models/user.js";',
    )
    const { text, deleted, conflicts } = await threeWay(before, ours, theirs)
    expect(conflicts).toEqual([])
    expect(text).toBe(
      database(
        'export type { NewPost, Post, Mine, PostPatch } from "./models/post.js";',
        'export type { User } from "./models/user.js";',
        'export type { Other } from "./other.js";',
      ),
    )
    expect(deleted).toEqual(['export Tag'])
  })
})

describe('the form of a file', () => {
  test('CRLF stays, also in what is put in', async () => {
    const windows = (text: string) => text.replaceAll('\n', '\r\n')
    const { text } = await threeWay(base, windows(base.replace('"findByTitle"', '"by title"')), added)
    expect(text).toBe(windows(added.replace('"findByTitle"', '"by title"')))
  })

  test('a byte order mark stays', async () => {
    expect((await threeWay(base, `\uFEFF${base}`, added)).text).toBe(`\uFEFF${added}`)
  })

  test('what is not TypeScript is refused, with its place', async () => {
    await expect(threeWay(base, base.replace('value: string)', 'value: string'), added)).rejects.toThrow(
      /^repositories\/post\.repository\.ts:11:34 /,
    )
  })
})

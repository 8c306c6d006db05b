import { DataTypes, Op, Sequelize } from 'sequelize'

const id = { type: DataTypes.BIGINT, primaryKey: true, autoIncrement: true }
const order = [
  ['created_at', 'DESC'],
  ['id', 'DESC'],
]
const noLink = { attributes: [] }

/** Sequelize 6 with plain models and includes. */
export async function open({ url, poolSize, places }) {
  const sequelize = new Sequelize(url, {
    logging: false,
    pool: { max: poolSize },
    dialectOptions: { application_name: new URL(url).searchParams.get('application_name') },
    define: { underscored: true, createdAt: 'created_at', updatedAt: 'updated_at' },
  })
  const User = sequelize.define(
    'user',
    {
      id,
      email: DataTypes.STRING(255),
      hashed_password: DataTypes.STRING(255),
      full_name: DataTypes.STRING(100),
      is_active: DataTypes.BOOLEAN,
    },
    { tableName: 'users', defaultScope: { attributes: { exclude: ['hashed_password'] } } },
  )
  const Post = sequelize.define(
    'post',
    { id, title: DataTypes.STRING(200), content: DataTypes.TEXT, author_id: DataTypes.BIGINT },
    { tableName: 'posts' },
  )
  const Tag = sequelize.define('tag', { id, name: DataTypes.STRING(50) }, { tableName: 'tags', timestamps: false })
  const PostTag = sequelize.define(
    'post_tag',
    { post_id: DataTypes.BIGINT, tag_id: DataTypes.BIGINT },
    { tableName: 'post_tags', timestamps: false },
  )
  User.hasMany(Post, { as: 'posts', foreignKey: 'author_id' })
  Post.belongsTo(User, { as: 'author', foreignKey: 'author_id' })
  Post.belongsToMany(Tag, { as: 'tags', through: PostTag, foreignKey: 'post_id', otherKey: 'tag_id' })
  const tags = { model: Tag, as: 'tags', through: noLink }
  const author = { model: User, as: 'author' }

  return {
    queries: {
      byId: ({ id }) => User.findByPk(id),
      byUnique: ({ email }) => User.findOne({ where: { email } }),
      list: () => Post.findAll({ order, limit: 100 }),
      userPosts: ({ id }) => User.findByPk(id, { include: [{ model: Post, as: 'posts', separate: true, order }] }),
      newest: () => Post.findAll({ include: [author, tags], order, limit: 50 }),
      threeLevels: ({ ids }) =>
        User.findAll({
          where: { id: ids },
          order: [['id', 'ASC']],
          include: [{ model: Post, as: 'posts', separate: true, order, include: [tags] }],
        }),
      search: async ({ keyword, authorId, tagNames }) => {
        const pattern = { [Op.iLike]: `%${keyword?.replace(/[\\%_]/g, '\\$&')}%` }
        const conditions = []
        if (keyword !== undefined) conditions.push({ [Op.or]: [{ title: pattern }, { content: pattern }] })
        if (authorId !== undefined) conditions.push({ author_id: authorId })
        if (tagNames !== undefined) {
          const names = tagNames.map((name) => sequelize.escape(name)).join(', ')
          conditions.push(
            sequelize.literal(
              `exists (select from post_tags l join tags t on t.id = l.tag_id where l.post_id = post.id and t.name in (${names}))`,
            ),
          )
        }
        const rows = await Post.findAll({ where: { [Op.and]: conditions }, include: [author, tags], order, limit: 21 })
        return { rows: rows.slice(0, 20), more: rows.length > 20 }
      },
      aggregate: ({ authorIds }) =>
        Post.findAll({
          raw: true,
          attributes: [
            'author_id',
            [sequelize.fn('count', sequelize.literal('*')), 'total'],
            [sequelize.fn('avg', sequelize.fn('length', sequelize.col('content'))), 'avg_length'],
          ],
          where: { author_id: [...authorIds] },
          group: ['author_id'],
          order: ['author_id'],
        }),
      insert: (post) => Post.create({ ...post }),
      insertMany: (rows) =>
        Post.bulkCreate(
          rows.map((row) => ({ ...row })),
          { returning: true },
        ),
      update: async ({ id, title }) => (await Post.update({ title }, { where: { id }, returning: true }))[1][0],
      delete: async ({ id }) => (await Post.destroy({ where: { id } })) === 1,
      transaction: ({ post, tagIds }) =>
        sequelize.transaction(async (transaction) => {
          const created = await Post.create({ ...post }, { transaction })
          const links = await PostTag.bulkCreate(
            tagIds.map((tag_id) => ({ post_id: created.id, tag_id })),
            { transaction },
          )
          return { post: created, linked: links.length }
        }),
      page: async ({ place }) => {
        const { created_at, id } = places[place]
        const before = {
          created_at: { [Op.lte]: created_at },
          [Op.or]: [{ created_at: { [Op.lt]: created_at } }, { id: { [Op.lt]: id } }],
        }
        const rows = await Post.findAll({ where: before, order, limit: 51 })
        return { rows: rows.slice(0, 50), more: rows.length > 50 }
      },
    },
    shape: {
      byId: plain,
      byUnique: plain,
      list: (rows) => rows.map(plain),
      userPosts: plain,
      newest: (rows) => rows.map(plain),
      threeLevels: (rows) => rows.map(plain),
      search: ({ rows, more }) => ({ rows: rows.map(plain), more }),
      insert: plain,
      insertMany: (rows) => rows.map(plain),
      update: plain,
      transaction: ({ post, linked }) => ({ post: plain(post), linked }),
      page: ({ rows, more }) => ({ rows: rows.map(plain), more }),
    },
    close: () => sequelize.close(),
  }
}

function plain(model) {
  return sorted(model.get({ plain: true }))
}

function sorted(row) {
  return {
    ...row,
    ...(row.tags && { tags: [...row.tags].sort((one, other) => (one.name < other.name ? -1 : 1)) }),
    ...(row.posts && { posts: row.posts.map(sorted) }),
  }
}

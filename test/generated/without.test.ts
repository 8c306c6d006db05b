import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../support/database.js'
import { generateLayer, type Row } from './generated-layer.js'

test('without typed errors, those of PostgreSQL are told by their kind', async () => {
  const layer = await generateLayer(`version: 1
output:
  without: [errors, queries]
models:
  User:
    columns:
      id: { type: bigint, primary_key: true, identity: always }
      email: { type: text, unique: true }
`)
  onTestFinished(() => layer.remove())
  const database = await openDatabase('pglite', layer.specFile)
  onTestFinished(() => database.close())
  const db = layer.createDatabase({ connection: database.connection })
  onTestFinished(() => db.destroy())
  const users = await layer.repository<{ create(row: Row): Promise<Row> }>('User', db)
  await users.create({ email: 'ada@example.org' })
  await expect(users.create({ email: 'ada@example.org' })).rejects.toMatchObject({
    name: 'UniqueViolation',
    constraint: 'users_email_key',
  })
})

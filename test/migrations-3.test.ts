import { testMigrations } from './support/migrations/suite.js'

await testMigrations(2, 3)

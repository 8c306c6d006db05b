import { testMigrations } from './support/migrations/suite.js'

await testMigrations(1, 3)

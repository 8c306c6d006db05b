import { testMigrations } from './support/migrations/suite.js'

await testMigrations(0, 3)

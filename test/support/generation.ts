import { describeLayer } from '../../src/artifacts/manifest.js'
import type { Plan } from '../../src/migrate/plan.js'
import { planSchemas } from '../../src/migrate/plan-schemas.js'
import { printKysely } from '../../src/migrate/print-kysely.js'
import { printSql } from '../../src/migrate/print-sql.js'
import type { Model } from '../../src/model/model.js'
import { compileSpec } from '../../src/pipeline/compile.js'
import { renderArtifact } from '../../src/pipeline/render-artifact.js'
import { exacting } from '../../src/render/exacting.js'
import { schemaOf } from '../../src/schema/from-model.js'
import { emptySchema } from '../../src/schema/schema.js'

/** A generated file in memory; the path is relative to the folder of its kind. */
export interface GeneratedText {
  readonly path: string
  readonly text: string
  /** True for files that are the same whatever the spec says, but for options. */
  readonly isRuntime: boolean
}

/** Everything that a spec becomes, nothing proven and nothing written. */
export interface Generation {
  readonly model: Model
  readonly plan: Plan
  readonly code: readonly GeneratedText[]
  readonly migration: readonly GeneratedText[]
}

/** Files of the runtime that differ from spec to spec. */
const perSpec = new Set(['runtime/types.ts', 'runtime/table-repository.ts', 'runtime/camel-case.ts'])

/** Compiles the spec and renders its first generation, with views that refuse unknown fields. */
export async function generateInMemory(specFile: string): Promise<Generation> {
  const model = await compileSpec(specFile)
  const plan = planSchemas(emptySchema, schemaOf(model))
  const code = describeLayer(model, 'spec.yaml').artifacts.map((artifact) => ({
    path: artifact.path,
    text: renderArtifact({ ...artifact, view: exacting(artifact.view) }),
    isRuntime: artifact.template.startsWith('runtime/') && !perSpec.has(artifact.template),
  }))
  return { model, plan, code, migration: migrationOf(model, plan) }
}

function migrationOf(model: Model, plan: Plan): GeneratedText[] {
  const head = { id: '20260101000000_init', parent: 'none', proof: [] }
  if (model.output.migrationFormat === 'kysely') {
    return [{ path: `${head.id}.ts`, text: printKysely(plan, head, []), isRuntime: false }]
  }
  const { up, down } = printSql(plan, head, [])
  return [
    { path: `${head.id}.down.sql`, text: down, isRuntime: false },
    { path: `${head.id}.up.sql`, text: up, isRuntime: false },
  ]
}

import { join } from 'node:path'
import picocolors from 'picocolors'
import { expect, test } from 'vitest'
import type { CheckFinding, CheckReport } from '../../src/cli/pipeline-api.js'
import { checkJson, hasErrors, showCheck } from '../../src/cli/show-check.js'
import { githubAnnotations, gitlabReport } from '../../src/cli/show-check-ci.js'

const cwd = '/srv/shop'
const scene = { cwd, specFile: join(cwd, 'db/schema.yaml') }
const plain = picocolors.createColors(false)

function reportOf(findings: readonly Partial<CheckFinding>[], more: Partial<CheckReport> = {}): CheckReport {
  const standard = {
    code: 'CK101',
    severity: 'error',
    line: 1,
    column: 1,
    message: 'it is old',
    fix: 'run it',
    details: [],
  }
  return {
    // Each test says what differs from the standard, which has all of the rest.
    findings: findings.map((finding) => ({ ...standard, file: join(cwd, 'a.ts'), ...finding }) as CheckFinding),
    migrations: 2,
    files: 1200,
    isReplayed: true,
    edited: 0,
    excepted: 0,
    proven: 0,
    ...more,
  }
}

const show = (report: CheckReport) => showCheck(report, scene, plain)

test('all is well', () => {
  expect(show(reportOf([]))).toBe(
    '✓ db/schema.yaml: 1,200 files up to date, 2 migrations replayed, reversed and judged\n',
  )
  expect(show(reportOf([], { excepted: 1, proven: 1, isReplayed: false }))).toBe(
    '✓ db/schema.yaml: 1,200 files up to date, 2 migrations judged, 1 migration proven by the check itself, 1 hazard let through for a reason\n',
  )
})

test('warnings are told, and the check passes', () => {
  const report = reportOf([{ severity: 'warning', code: 'CK601', message: 'it lets nothing through' }])
  expect(hasErrors(report)).toBe(false)
  expect(show(report)).toMatchInlineSnapshot(`
    "a.ts:1:1 CK601 warning it lets nothing through
      run it

    ✓ db/schema.yaml: 1,200 files up to date, 2 migrations replayed, reversed and judged, 1 warning
    "
  `)
})

test('files of which the same is to be said stand under each other, and no more than one can read', () => {
  const many = Array.from({ length: 23 }, (_, index) => ({
    file: join(cwd, `src/${String(index).padStart(2, '0')}.ts`),
  }))
  const details = Array.from({ length: 15 }, (_, index) => `line ${index + 1}`)
  const shown = show(reportOf([...many, { code: 'CK402', message: 'they differ', fix: 'restore it', details }]))
  const lines = shown.split('\n')
  expect(lines.filter((line) => line.includes('CK101'))).toHaveLength(20)
  expect(lines).toContain('and 3 more places')
  expect(lines.filter((line) => line.includes('run it'))).toHaveLength(1)
  expect(lines.filter((line) => line.startsWith('    line '))).toHaveLength(12)
  expect(lines).toContain('    and 3 more lines')
  expect(lines.at(-2)).toBe('24 problems')
})

test('where the code was not compared, that is said', () => {
  expect(
    show(reportOf([{}], { files: undefined }))
      .trimEnd()
      .split('\n')
      .at(-1),
  ).toBe('1 problem; the code is compared once that is solved')
})

test('the JSON has paths as a person in the folder would type them', () => {
  expect(checkJson(reportOf([{}]), scene)).toEqual({
    ok: false,
    spec: 'db/schema.yaml',
    migrations: 2,
    files: 1200,
    edited: 0,
    replayed: true,
    excepted: 0,
    proven: 0,
    findings: [
      {
        code: 'CK101',
        severity: 'error',
        file: 'a.ts',
        line: 1,
        column: 1,
        message: 'it is old',
        fix: 'run it',
        details: [],
      },
    ],
  })
})

test('an annotation of GitHub cannot be left by what is in it', () => {
  const report = reportOf([
    { file: join(cwd, 'odd,name: 100%.yaml'), message: 'a\r\n::error::b', fix: '50% of it', details: ['x'] },
    { severity: 'warning' },
  ])
  expect(githubAnnotations(report, cwd)).toBe(
    [
      '::error file=odd%2Cname%3A 100%25.yaml,line=1,col=1,title=dbgen CK101::a%0D%0A::error::b%0Ax%0A50%25 of it',
      '::warning file=a.ts,line=1,col=1,title=dbgen CK101::it is old%0Arun it',
      'dbgen check: 2 findings',
      '',
    ].join('\n'),
  )
})

test('a finding keeps its fingerprint when lines are added above it, and no two have the same', () => {
  const fingerprints = (...lines: readonly number[]) =>
    gitlabReport(reportOf(lines.map((line) => ({ line }))), cwd).map((finding) => finding['fingerprint'])
  expect(fingerprints(4, 9)).toEqual(fingerprints(7, 12))
  expect(new Set(fingerprints(4, 9)).size).toBe(2)
  expect(gitlabReport(reportOf([{ severity: 'warning' }]), cwd)).toMatchObject([
    { severity: 'minor', description: 'CK101 it is old\nrun it', location: { path: 'a.ts', lines: { begin: 1 } } },
  ])
})

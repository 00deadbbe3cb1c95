import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

import { expect } from 'chai'
import { parse } from 'yaml'

const root = resolve(import.meta.dirname, '../..')
const text = readFileSync(join(root, '.github/workflows/ci.yml'), 'utf8')

interface Workflow {
  permissions: Record<string, string>
  jobs: Record<string, { permissions?: object; strategy?: { matrix: { node: number[] } }; steps: Step[] }>
}

interface Step {
  uses?: string
  run?: string
  with?: Record<string, unknown>
}

describe('.github/workflows/ci.yml', function () {
  const { permissions, jobs } = parse(text) as Workflow
  const steps = Object.values(jobs).flatMap((job) => job.steps)

  it('runs .ci/run on the oldest Node that starts it and on the one of .nvmrc', function () {
    expect(jobs['proof']?.steps.some(({ run }) => run === '.ci/run')).to.equal(true)
    expect(existsSync(join(root, '.ci/run'))).to.equal(true)
    const wanted = Number(readFileSync(join(root, '.nvmrc'), 'utf8'))
    expect(jobs['proof']?.strategy?.matrix.node).to.deep.equal([20, wanted])
  })

  it('may read the repository and nothing else, and leaves no credentials behind', function () {
    expect(permissions).to.deep.equal({ contents: 'read' })
    for (const job of Object.values(jobs)) expect(job.permissions).to.equal(undefined)
    for (const step of steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'))) {
      expect(step.with).to.include({ 'persist-credentials': false })
    }
    expect(text).to.not.contain('secrets.').and.to.not.contain('pull_request_target')
  })

  it('uses actions at a version', function () {
    for (const { uses } of steps) if (uses !== undefined) expect(uses).to.match(/^actions\/[\w-]+@v\d+(?:\.\d+)*$/)
  })
})

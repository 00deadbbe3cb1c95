import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect } from 'chai'

import { root } from '../../cli/run-program.ts'
import { type TestServer, useWorkplace } from '../support/system/workplace.ts'
import { addIssuingPartner } from './support/add-issuing-partner.ts'
import { expectPrinted, MARK, readBlocks } from './support/documented-blocks.ts'

const RUN_MS_MAX = 120_000
const tsc = join(root, 'node_modules/typescript/bin/tsc')

describe('docs/quick-start.md', function () {
  this.timeout(360_000)
  const workplace = useWorkplace()
  let server: TestServer
  let key: string

  before(async () => {
    server = await workplace.start({ args: ['--no-demo'] })
    key = await addIssuingPartner(workplace)
  })

  function run(program: string, args: string[], cwd: string) {
    const env = { ...process.env, ENTENTE: server.url, KEY: key }
    const { stdout, stderr, status } = spawnSync(program, args, { env, cwd, encoding: 'utf8', timeout: RUN_MS_MAX })
    expect(status, `${stderr}\n${stdout}`).to.equal(0)
    return { stdout, stderr }
  }

  /** A project of somebody else's: the client as it is published, and nothing of ours beside it. */
  function makeProject(): string {
    const project = workplace.path('project')
    const installed = join(project, 'node_modules/@entente/client')
    mkdirSync(installed, { recursive: true })
    run(process.execPath, [tsc, '-p', 'client/tsconfig.json', '--outDir', join(installed, 'dist')], root)
    cpSync(join(root, 'client/package.json'), join(installed, 'package.json'))
    for (const name of ['openapi-fetch', 'openapi-typescript-helpers', '@types', 'undici-types'])
      symlinkSync(join(root, 'node_modules', name), join(project, 'node_modules', name))
    writeFileSync(join(project, 'package.json'), JSON.stringify({ type: 'module' }))
    return project
  }

  it('shows requests for curl that a real server answers as it says, in their order', () => {
    const blocks = readBlocks('quick-start.md', 'sh')
    expect(blocks).to.have.length.above(6)
    const script = ['set -u', ...blocks.map((block) => `${block}echo '${MARK}'`)].join('\n')
    const { stdout, stderr } = run('bash', ['-c', script], root)
    expectPrinted(blocks, stdout, stderr)
  })

  it('shows TypeScript that compiles against the client as it is published, and does the same', () => {
    const blocks = readBlocks('quick-start.md', 'ts')
    expect(blocks).to.have.length.above(4)
    const project = makeProject()
    writeFileSync(join(project, 'quick-start.ts'), blocks.map((block) => `${block}console.log('${MARK}')\n`).join('\n'))
    const options = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2024', '--types', 'node']
    run(process.execPath, [tsc, ...options, 'quick-start.ts'], project)
    const { stdout, stderr } = run(process.execPath, ['quick-start.ts'], project)
    expectPrinted(blocks, stdout, stderr)
  })
})

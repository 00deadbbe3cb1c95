import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect } from 'chai'

import { runProgram } from '../../cli/run-program.ts'
import { copyProofs, replaceOnce } from '../../proof/planted/find-planted-bugs.ts'
import { plantedBugs } from '../../proof/planted/planted-bugs.ts'

describe('the bugs that the long proofs plant', function () {
  this.timeout(60_000)
  let folder: string

  beforeEach(function () {
    folder = mkdtempSync(join(tmpdir(), 'entente-planted-'))
    copyProofs(folder)
  })

  afterEach(() => rmSync(folder, { recursive: true }))

  it('each have one place in the contracts', () => {
    for (const bug of plantedBugs) replaceOnce(folder, bug)
  })

  it('meet proofs that find all that they import in the copy', async () => {
    const load = "await import('./proof/differential/world.ts'); console.log('loaded')"
    const { code, output } = await runProgram(['--input-type=module', '--eval', load], { cwd: folder })
    expect({ code, output: output.trim() }).to.deep.equal({ code: 0, output: 'loaded' })
  })
})

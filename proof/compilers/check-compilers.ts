import { join } from 'node:path'

import { runProgram } from '../../cli/run-program.ts'
import { countTests } from '../../scripts/test-counts.ts'
import type { TestCounts } from '../../scripts/test-counts.ts'
import { compilerSettings, copyProject } from './project-copy.ts'

/** Runs the contracts' tests with code from each compiler setting but the shipped one, which `npm test` runs. */
export async function checkCompilers(): Promise<TestCounts> {
  const total = { passed: 0, failed: 0 }
  for (const setting of compilerSettings.slice(1)) {
    const copy = copyProject(setting, { bail: false })
    try {
      const { passed, failed } = await testCopy(copy.folder, setting.name)
      total.passed += passed
      total.failed += failed
    } finally {
      copy.remove()
    }
  }
  return total
}

async function testCopy(folder: string, name: string): Promise<TestCounts> {
  const hardhat = join(folder, 'node_modules/hardhat/dist/src/cli.js')
  const total = { passed: 0, failed: 0 }
  for (const runner of ['mocha', 'solidity']) {
    console.log(`\n${name}, ${runner}`)
    const result = await runProgram([hardhat, 'test', runner], { cwd: folder, live: true, minutesMax: 120 })
    const counts = countTests(result)
    console.log(`${name}, ${runner}: ${counts.passed} passed, ${counts.failed} failed, ${result.seconds.toFixed(1)} s`)
    total.passed += counts.passed
    total.failed += counts.failed
  }
  return total
}

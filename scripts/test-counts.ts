import type { ProgramResult } from '../cli/run-program.ts'

export interface TestCounts {
  passed: number
  failed: number
}

const line = /^ {2}(\d+) (passing|failing|pending)\b/

/**
 * Reads the summary of mocha or of Hardhat's Solidity tests: the last block of `N passing`, `N pending`, `N failing`.
 * A skipped test counts as failed, and so does a runner that ended badly without naming a failed test.
 */
export function countTests({ code, output }: Pick<ProgramResult, 'code' | 'output'>): TestCounts {
  const lines = output.split('\n')
  const start = lines.findLastIndex((text) => line.exec(text)?.[2] === 'passing')
  const counts = { passing: 0, failing: 0, pending: 0 }
  if (start >= 0) {
    for (const text of lines.slice(start)) {
      const found = line.exec(text)
      if (!found) break
      counts[found[2] as keyof typeof counts] = Number(found[1])
    }
  }
  const failed = counts.failing + counts.pending
  return { passed: counts.passing, failed: code !== 0 && failed === 0 ? 1 : failed }
}

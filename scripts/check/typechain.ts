/** Whether typechain-types/ is what the contracts give, and is committed with them. */
import { execFileSync, type ExecFileSyncOptionsWithStringEncoding } from 'node:child_process'
import { globSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { createHardhatRuntimeEnvironment } from 'hardhat/hre'

import config from '../../hardhat.config.ts'
import { root } from '../run-program.ts'

/** The generated files that differ, one sentence each. Generates into a folder of its own. */
async function checkTypechain(): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'entente-typechain-'))
  try {
    const hre = await createHardhatRuntimeEnvironment({ ...config, typechain: { outDir: folder } }, {}, root)
    await hre.tasks.getTask('build').run({ quiet: true, noTests: true })
    const fresh = readAll(folder)
    const present = readAll(join(root, 'typechain-types'))
    const differing = [...new Set([...fresh.keys(), ...present.keys()])].filter(
      (name) => fresh.get(name) !== present.get(name),
    )
    const stale = differing.map((name) => `typechain-types/${name} is stale: npx hardhat build --force`)
    return stale.length > 0 ? stale : uncommitted()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function readAll(folder: string): Map<string, string> {
  const names = globSync('**/*', { cwd: folder }).filter((name) => statSync(join(folder, name)).isFile())
  return new Map(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
}

/** Every build refreshes the folder, so a stale commit shows only as a change without a change of the contracts. */
function uncommitted(): string[] {
  const changes = (path: string): string[] => {
    const options: ExecFileSyncOptionsWithStringEncoding = {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }
    return execFileSync('git', ['status', '--porcelain', '--', path], options).split('\n').filter(Boolean)
  }
  try {
    if (changes('contracts').length > 0 || changes('hardhat.config.ts').length > 0) return []
    return changes('typechain-types').map(
      (line) => `${line.slice(3)} was committed stale: commit what the build made of it`,
    )
  } catch {
    return [] // no git here: a source archive has nothing to commit to
  }
}

const problems = await checkTypechain()
if (problems.length > 0) {
  console.log(problems.join('\n'))
  process.exitCode = 1
}

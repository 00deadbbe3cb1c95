import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

import record from '../../abis/compiler-input.json' with { type: 'json' }
import { StartRefused } from '../domain/start-refused.ts'
import type { ContractName } from './deployed-contracts.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** What the compiler was given, in its standard JSON form: enough for anybody to compile the same code again. */
export interface CompilerInput {
  language: string
  sources: Record<string, { content: string }>
  settings: object
}

/** A contract's compilation, as explorers ask for it. */
export interface Compilation {
  /** `v0.8.37+commit.f401782d` */
  compilerVersion: string
  /** Source and name: `project/contracts/PointsToken.sol:PointsToken`. */
  contractIdentifier: string
  input: CompilerInput
}

/**
 * How a contract of abis/ was compiled, with the sources that it needs and no others. Refuses sources other than those
 * that the committed code was compiled from: an explorer would only say that the code does not match.
 */
export async function readCompilation(name: ContractName, root = ROOT): Promise<Compilation> {
  const { source, sources } = record.contracts[name]
  const contents = await Promise.all(
    sources.map(
      async (each) => [each, { content: await readSource(root, each as keyof typeof record.files) }] as const,
    ),
  )
  return {
    compilerVersion: `v${record.compilerVersion}`,
    contractIdentifier: `${source}:${name}`,
    input: { language: record.language, sources: Object.fromEntries(contents), settings: record.settings },
  }
}

async function readSource(root: string, source: keyof typeof record.files): Promise<string> {
  const { file, sha256 } = record.files[source]
  const text = await readFile(join(root, file), 'utf8')
  if (createHash('sha256').update(text).digest('hex') === sha256) return text
  throw new StartRefused(
    'sources_changed',
    `${file} is not what the deployed code was compiled from: check out the version that was deployed, or run node scripts/generate-abis.ts.`,
  )
}

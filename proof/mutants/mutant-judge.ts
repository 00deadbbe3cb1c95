import { basename } from 'node:path'

import { compile } from './mutant-compiler.ts'
import type { Code, Target } from './mutant-compiler.ts'
import { mutatedFiles, shippedTestFilesFor, testFilesFor } from './mutant-files.ts'
import { openLab } from './mutant-lab.ts'
import { runSuite } from './solidity-lab.ts'

export interface JudgeOptions {
  /** With the slow tests. */
  thorough: boolean
  /** In code as it ships, with the tests that bound gas. */
  shipped: boolean
}

/** Runs the tests of a contract's file with other code than its own. */
export interface Judge {
  /** The code that no mutant is in. */
  original: readonly Code[]
  /** What is to be compiled for it. */
  kinds: readonly Target['kind'][]
  /** The first test that fails, or null. */
  judge: (file: string, codes: readonly Code[]) => Promise<string | null>
  /** The same of some files of tests alone. */
  runTests: (testFiles: readonly string[], codes: readonly Code[]) => Promise<string | null>
  close: () => void
}

/** Opens the lab and compiles the contracts as they are. */
export async function openJudge({ thorough, shipped }: JudgeOptions): Promise<Judge> {
  const lab = await openLab({ shipped })
  const quick: Target['kind'][] = shipped ? ['deployed'] : ['deployed', 'suite']
  const kinds: Target['kind'][] = thorough ? ['deployed', 'suite', 'slow suite'] : quick
  const original = compile(new Map(), mutatedFiles, ['deployed'], { shipped })
  if (original.errors !== null) throw new Error(`the contracts do not compile: ${original.errors[0]?.message}`)
  const bytecodesOf = (codes: readonly Code[]) =>
    codes.map(({ target, bytecode }): [string, string] => [target.name, bytecode])
  const originalCode = bytecodesOf(original.codes)

  // What killed a mutant most often kills the next one, too.
  const killers: string[] = []

  async function runTests(files: readonly string[], codes: readonly Code[]): Promise<string | null> {
    const bytecodes = new Map([...originalCode, ...bytecodesOf(codes)])
    const known = killers.filter((each) => files.includes(each))
    const failed = await lab.run(bytecodes, [...new Set([...known, ...files])])
    const killer = files.find((each) => failed?.startsWith(`${basename(each)}: `))
    if (killer !== undefined) killers.splice(0, Infinity, killer, ...killers.filter((each) => each !== killer))
    return failed
  }

  /** A library's own Solidity test takes a tenth of a second and goes first; others fuzz whole ledgers and go last. */
  async function judge(file: string, codes: readonly Code[]): Promise<string | null> {
    const [deployed, suites] = [codes.filter(isDeployed), codes.filter((code) => !isDeployed(code))]
    const isOwn = ({ target }: Code): boolean => file.endsWith(`/${target.name.replace(/Test$/, '.sol')}`)
    const files = shipped ? shippedTestFilesFor(file) : testFilesFor(file, { thorough })
    return (
      (await runSuites(suites.filter(isOwn))) ??
      (await runTests(files, deployed)) ??
      (await runSuites(suites.filter((code) => !isOwn(code))))
    )
  }

  return { original: original.codes, kinds, judge, runTests, close: () => lab.close() }
}

const isDeployed = ({ target }: Code): boolean => target.kind === 'deployed'

async function runSuites(codes: readonly Code[]): Promise<string | null> {
  for (const code of codes) {
    const failed = await runSuite(code)
    if (failed !== null) return failed
  }
  return null
}

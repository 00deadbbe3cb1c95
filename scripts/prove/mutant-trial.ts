import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { root } from '../run-program.ts'
import type { Mutant } from './list-mutants.ts'
import { compile, compileSwitches, withMutant } from './mutant-compiler.ts'
import type { Code, Target } from './mutant-compiler.ts'
import { mutatedFiles, testFilesFor } from './mutant-files.ts'
import { openLab } from './mutant-lab.ts'
import type { Fate } from './mutant-results.ts'
import { runSuite } from './solidity-lab.ts'

/** Tells what became of a mutant, and which test saw it. */
type Tell = (mutant: Mutant, fate: Fate, by: string | null) => void

export interface Trial {
  run(file: string, mutants: readonly Mutant[], tell: Tell): Promise<void>
  close(): void
}

/** Opens a trial of mutants. Tests that fail without any mutant would kill everything, so they end it. */
export async function openTrial({ thorough }: { thorough: boolean }): Promise<Trial> {
  const lab = await openLab()
  const kinds: Target['kind'][] = thorough ? ['deployed', 'suite', 'slow suite'] : ['deployed', 'suite']
  const shipped = compile(new Map(), mutatedFiles, ['deployed'])
  if (shipped.errors !== null) throw new Error(`the contracts do not compile: ${shipped.errors[0]?.message}`)
  const shippedCode = shipped.codes.map(({ target, bytecode }): [string, string] => [target.name, bytecode])

  /** A library's own Solidity test takes a tenth of a second and goes first; others fuzz whole ledgers and go last. */
  async function judge(file: string, codes: readonly Code[]): Promise<string | null> {
    const [deployed, suites] = [codes.filter(isDeployed), codes.filter((code) => !isDeployed(code))]
    const isOwn = ({ target }: Code): boolean => file.endsWith(`/${target.name.replace(/Test$/, '.sol')}`)
    const changed = deployed.map(({ target, bytecode }): [string, string] => [target.name, bytecode])
    return (
      (await runSuites(suites.filter(isOwn))) ??
      (await lab.run(new Map([...shippedCode, ...changed]), testFilesFor(file, { thorough }))) ??
      (await runSuites(suites.filter((code) => !isOwn(code))))
    )
  }

  async function runSwitched(file: string, mutants: readonly Mutant[], tell: Tell): Promise<Mutant[]> {
    const numbered = new Map(mutants.map((mutant, number) => [number, mutant]))
    const { codes, switched } = compileSwitches(file, numbered, kinds)
    const failed = await judge(file, codes)
    // With its switches the file is not what it was without: each mutant takes a compilation of its own.
    if (failed !== null) return [...mutants]
    for (const number of switched) {
      const mutant = numbered.get(number)
      if (mutant === undefined) continue
      const by = await judge(file, withMutant(codes, number))
      tell(mutant, by === null ? 'survived' : 'killed', by)
    }
    return [...numbered].filter(([number]) => !switched.has(number)).map(([, mutant]) => mutant)
  }

  async function runAlone(file: string, mutant: Mutant, tell: Tell): Promise<void> {
    const source = readFileSync(join(root, file), 'utf8')
    const text = source.slice(0, mutant.start) + mutant.replacement + source.slice(mutant.end)
    const compiled = compile(new Map([[file, text]]), [file], kinds)
    if (compiled.errors !== null) return tell(mutant, 'not compiled', null)
    const by = await judge(file, compiled.codes)
    tell(mutant, by === null ? 'survived' : 'killed', by)
  }

  return {
    async run(file, mutants, tell) {
      if (mutants.length === 0) return
      const failed = await judge(file, [])
      if (failed !== null) throw new Error(`a test fails without any mutant: ${failed}`)
      for (const mutant of await runSwitched(file, mutants, tell)) await runAlone(file, mutant, tell)
    },
    close: () => lab.close(),
  }
}

const isDeployed = ({ target }: Code): boolean => target.kind === 'deployed'

async function runSuites(codes: readonly Code[]): Promise<string | null> {
  for (const code of codes) {
    const failed = await runSuite(code)
    if (failed !== null) return failed
  }
  return null
}

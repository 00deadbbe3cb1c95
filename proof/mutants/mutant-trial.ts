import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { root } from '../../cli/run-program.ts'
import type { Mutant } from './mutant.ts'
import { compile, compileSwitches, withMutant } from './mutant-compiler.ts'
import type { Code } from './mutant-compiler.ts'
import { testFilesFor } from './mutant-files.ts'
import { openJudge } from './mutant-judge.ts'
import type { JudgeOptions } from './mutant-judge.ts'
import type { Result } from './mutant-results.ts'

/** Tells what became of a mutant. */
type Tell = (mutant: Mutant, result: Result) => void

export interface Trial {
  run(file: string, mutants: readonly Mutant[], tell: Tell): Promise<void>
  /** The same with a compilation for each. */
  runAlone(file: string, mutants: readonly Mutant[], tell: Tell): Promise<void>
  close(): void
}

/** As many switches as the optimizer lays out like the code without them. */
const SWITCHES_AS_SHIPPED_MAX = 40

/** Opens a trial of mutants. Tests that fail without any mutant would kill everything, so they end it. */
export async function openTrial(options: JudgeOptions): Promise<Trial> {
  const { original, kinds, judge, runTests, close } = await openJudge(options)

  async function runSwitched(file: string, mutants: readonly Mutant[], tell: Tell): Promise<Mutant[]> {
    const numbered = new Map(mutants.map((mutant, number) => [number, mutant]))
    const { codes, switched } = compileSwitches(file, numbered, kinds)
    const failed = await judge(file, codes)
    if (failed !== null) {
      console.error(`${file} with its switches is not what it was without, so each takes a compilation: ${failed}`)
      return [...mutants]
    }
    return tellEach(numbered, switched, tell, (number) => judge(file, withMutant(codes, number)))
  }

  /** The switches cost gas, so that tests may fail with them that then say nothing; the others kill most. */
  async function runSwitchedAsShipped(file: string, mutants: readonly Mutant[], tell: Tell): Promise<Mutant[]> {
    const left: Mutant[] = []
    for (let from = 0; from < mutants.length; from += SWITCHES_AS_SHIPPED_MAX) {
      const some = mutants.slice(from, from + SWITCHES_AS_SHIPPED_MAX)
      const numbered = new Map(some.map((mutant, number) => [number, mutant]))
      const { codes, switched } = compileSwitches(file, numbered, kinds, options)
      const tests: string[] = []
      for (const each of isLaidOutAs(original, codes) ? testFilesFor(file, options) : []) {
        if ((await runTests([each], codes)) === null) tests.push(each)
      }
      if (tests.length === 0) left.push(...some)
      else
        left.push(...(await tellEach(numbered, switched, tell, (number) => runTests(tests, withMutant(codes, number)))))
    }
    return left
  }

  async function runOne(file: string, mutant: Mutant): Promise<Result> {
    const source = readFileSync(join(root, file), 'utf8')
    const text = source.slice(0, mutant.start) + mutant.replacement + source.slice(mutant.end)
    const compiled = compile(new Map([[file, text]]), [file], kinds, options)
    if (compiled.errors !== null) return { fate: 'not compiled', by: null }
    return { ...resultOf(await judge(file, compiled.codes)), ...(options.shipped && { shipped: true as const }) }
  }

  /** A test that fails without any mutant, a Solidity suite among them, would kill all. */
  async function checkUnbroken(file: string): Promise<void> {
    const unbroken = compile(new Map(), [file], kinds, options)
    if (unbroken.errors !== null) throw new Error(`the tests do not compile: ${unbroken.errors[0]?.message}`)
    const failed = await judge(file, unbroken.codes)
    if (failed !== null) throw new Error(`a test fails without any mutant: ${failed}`)
  }

  async function runAlone(file: string, mutants: readonly Mutant[], tell: Tell): Promise<void> {
    if (mutants.length === 0) return
    await checkUnbroken(file)
    for (const mutant of mutants) tell(mutant, await runOne(file, mutant))
  }

  return {
    async run(file, mutants, tell) {
      if (mutants.length === 0) return
      await checkUnbroken(file)
      const left = await (options.shipped ? runSwitchedAsShipped : runSwitched)(file, mutants, tell)
      for (const mutant of left) tell(mutant, await runOne(file, mutant))
    },
    runAlone,
    close,
  }
}

const resultOf = (by: string | null): Result => ({ fate: by === null ? 'survived' : 'killed', by })

/** Runs those that are switched, and returns the others. */
async function tellEach(
  numbered: ReadonlyMap<number, Mutant>,
  switched: ReadonlySet<number>,
  tell: Tell,
  killerOf: (number: number) => Promise<string | null>,
): Promise<Mutant[]> {
  for (const [number, mutant] of numbered) {
    if (switched.has(number)) tell(mutant, resultOf(await killerOf(number)))
  }
  return [...numbered].filter(([number]) => !switched.has(number)).map(([, mutant]) => mutant)
}

/** Whether memory begins where it does in the shipped code: with more on the stack than fits, some would lie there. */
function isLaidOutAs(shipped: readonly Code[], codes: readonly Code[]): boolean {
  const beginningOf = ({ deployedBytecode }: Code): string => deployedBytecode.slice(0, '0x6080'.length)
  return codes.every((code) => {
    const known = shipped.find(({ target }) => target.name === code.target.name)
    return known !== undefined && beginningOf(known) === beginningOf(code)
  })
}

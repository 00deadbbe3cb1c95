import { registerHooks } from 'node:module'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'

import Mocha from 'mocha'

import { root } from '../../cli/run-program.ts'

/**
 * Runs the contracts' tests again and again in one process, each time with other bytecode: what takes seconds with a
 * new process and a build takes some hundredths of one here.
 */
export interface MutantLab {
  /** Whether a test fails with this bytecode; the first that does, by file and title. */
  run(bytecodes: ReadonlyMap<string, string>, testFiles: readonly string[]): Promise<string | null>
  close(): void
}

/** What the tests' factories deploy now, by the name of the contract. */
const current = new Map<string, string>()

/** The generated factories ask here for their bytecode. */
declare global {
  var bytecodeInLab: (name: string, shipped: string) => string
}

/** What the lab uses of `test/contracts/support/chain.ts`. */
interface TestChain {
  backToGenesis: () => Promise<void>
  connection: { close(): Promise<void> }
}

const factory = /\/typechain-types\/factories\/contracts\/(\w+)__factory\.ts$/

/** TypeChain's imports say .js where the file is .ts; its factories take their code from the lab. */
function hookModules(): void {
  globalThis.bytecodeInLab = (name, shipped) => current.get(name) ?? shipped
  registerHooks({
    resolve(specifier, context, next) {
      const isOurs =
        specifier.endsWith('.js') && /^\.\.?\//.test(specifier) && !context.parentURL?.includes('node_modules')
      return next(isOurs ? `${specifier.slice(0, -'.js'.length)}.ts` : specifier, context)
    },
    load(url, context, next) {
      const loaded = next(url, context)
      const [, name] = factory.exec(url) ?? []
      if (name === undefined) return loaded
      const source = Buffer.from(loaded.source as Uint8Array).toString()
      const changed = source.replaceAll('super(_abi, _bytecode,', `super(_abi, bytecodeInLab('${name}', _bytecode),`)
      if (changed === source) throw new Error(`${url}: the factory has another form`)
      return { ...loaded, source: changed }
    },
  })
}

/** Says nothing, and keeps what the first test that fails says. */
class FirstFailure extends Mocha.reporters.Base {
  static found: string | undefined

  constructor(runner: Mocha.Runner, options?: Mocha.MochaOptions) {
    super(runner, options)
    runner.on(Mocha.Runner.constants.EVENT_TEST_FAIL, (test: Mocha.Test, error: Error) => {
      FirstFailure.found ??= `${test.fullTitle()}: ${error.message.slice(0, 200)}`
    })
  }
}

/** Of tests that say gas in their title: it is bounded for the shipped code only. */
const withoutGas = /^(?!.*\bgas\b)/

/** A busy machine is no hole in a contract, and a test that is ended is no kill; what runs for ever runs out of gas. */
const TIMEOUT_MS = 900_000

async function load(file: string, { shipped }: LabOptions): Promise<Mocha> {
  const options = shipped ? {} : { grep: withoutGas }
  const mocha = new Mocha({ bail: true, timeout: TIMEOUT_MS, reporter: FirstFailure, ...options })
  mocha.cleanReferencesAfterRun(false)
  mocha.addFile(join(root, file))
  await mocha.loadFilesAsync()
  return mocha
}

async function runOnce(mocha: Mocha, file: string): Promise<string | null> {
  FirstFailure.found = undefined
  const failures = await new Promise<number>((resolve) => void mocha.run(resolve))
  return failures === 0 ? null : `${basename(file)}: ${String(FirstFailure.found)}`
}

interface LabOptions {
  /** For code as it ships: the chain has its limits, and gas is bounded. */
  shipped: boolean
}

/** Opens the lab: once in a process, because the tests share one simulated chain. */
export async function openLab(options: LabOptions): Promise<MutantLab> {
  process.env['HARDHAT_CONFIG'] = join(
    root,
    options.shipped ? 'proof/mutants/mutant-lab-shipped.config.ts' : 'proof/mutants/mutant-lab.config.ts',
  )
  hookModules()
  const chain = pathToFileURL(join(root, 'test/contracts/support/chain.ts')).href
  const { backToGenesis, connection } = (await import(chain)) as TestChain
  const loaded = new Map<string, Mocha>()
  // Each run of Mocha listens for errors that nobody caught.
  process.setMaxListeners(0)
  return {
    async run(bytecodes, testFiles) {
      current.clear()
      for (const [name, code] of bytecodes) current.set(name, code)
      for (const file of testFiles) {
        await backToGenesis()
        const mocha = loaded.get(file) ?? (await load(file, options))
        loaded.set(file, mocha)
        const failed = await runOnce(mocha, file)
        if (failed !== null) return failed
      }
      return null
    },
    close: () => void connection.close(),
  }
}

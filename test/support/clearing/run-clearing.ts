import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'

import { makeCommandLine } from '../../../cli/program.ts'
import { report } from '../../../cli/report.ts'

const ENTENTE = fileURLToPath(new URL('../../../cli/entente.ts', import.meta.url))

/** How a command ended, and what it said. */
export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** A command of clearing as a process of its own. */
export function startClearing(...args: string[]): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(process.execPath, [ENTENTE, 'clearing', ...args], (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err })
    })
  })
}

/** The same in this process, which is faster: nothing of it waits. */
export async function runClearing(...args: string[]): Promise<Ran> {
  const said = { out: '', err: '' }
  const { stdout, stderr } = process
  const [out, err] = [stdout.write.bind(stdout), stderr.write.bind(stderr)]
  const { program, acting } = await makeCommandLine({ isForPrograms: true })
  stdout.write = (text: string | Uint8Array) => ((said.out += String(text)), true)
  stderr.write = (text: string | Uint8Array) => ((said.err += String(text)), true)
  try {
    await program.parseAsync(['clearing', ...args], { from: 'user' })
    return { code: 0, ...said }
  } catch (error) {
    const code = report(error, { command: acting(), isForPrograms: true })
    return { code, ...said }
  } finally {
    stdout.write = out
    stderr.write = err
  }
}

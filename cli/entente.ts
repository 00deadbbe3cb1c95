import { makeCommandLine } from './program.ts'
import { report } from './report.ts'

const isForPrograms = process.argv.includes('--json')
const { program, acting } = await makeCommandLine({ isForPrograms, typed: process.argv[2] })

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = report(error, { command: acting(), isForPrograms })
}

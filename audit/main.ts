import { readFile, writeFile } from 'node:fs/promises'

import { type AuditOptions, HELP, readCommand, UsageError } from './audit-options.ts'
import { reportOf } from './report/audit-report.ts'
import { reportText } from './report/report-text.ts'
import { type SignedReport, signReport, verifySignedReport } from './report/signed-summary.ts'
import { httpRpc } from './rpc/json-rpc.ts'
import { runAudit } from './run-audit.ts'

const FOUND = 1
const NOT_RUN = 2

async function main(args: readonly string[]): Promise<number> {
  const command = readCommand(args)
  if (command.name === 'audit') return audit(command.options)
  if (command.name === 'verify-summary') return verifySummary(command.file)
  console.log(HELP)
  return 0
}

async function audit(options: AuditOptions): Promise<number> {
  const done = await runAudit({
    options,
    rpc: httpRpc({ url: options.rpc }),
    second: options.rpcSecond === null ? null : httpRpc({ url: options.rpcSecond }),
    // The compiler is a development package, which is not there where only the server was installed.
    compile: async (folder) => (await import('./code/compile-contracts.ts')).compileContracts(folder),
    progress: (line) => console.error(`audit: ${line}`),
  })
  const report = reportOf(done)
  if (options.report !== null) {
    // Fonts and layout take a third of a second to load, and most audits are read on a terminal.
    const { renderReport } = await import('./report/report-pdf.ts')
    await writeFile(options.report, await renderReport(report))
  }
  const signed = options.sign === null ? null : await signReport(report, options.sign)
  if (options.json) console.log(JSON.stringify(signed ?? report, null, 2))
  else console.log(signed === null ? reportText(report) : `${reportText(report)}\n${signatureText(signed)}`)
  return report.findingsTotal === 0 ? 0 : FOUND
}

const signatureText = ({ summary, signer, signature }: SignedReport) =>
  `Signed by ${signer}: ${signature}\n${JSON.stringify(summary)}`

async function verifySummary(file: string): Promise<number> {
  const signed = JSON.parse(await readFile(file, 'utf8')) as SignedReport
  await verifySignedReport(signed)
  const { summary, signer } = signed
  console.log(
    `${signer} signed a report of ${summary.findings} findings about ${summary.token}, up to block ${summary.toBlock}, ${summary.blockHash}.`,
  )
  return 0
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(`npm run audit: ${error instanceof Error ? error.message : String(error)}`)
  if (error instanceof UsageError) console.error('npm run audit -- --help says what there is.')
  return NOT_RUN
})

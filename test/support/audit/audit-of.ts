import type { AuditOptions } from '../../../audit/audit-options.ts'
import { compileContracts } from '../../../audit/code/compile-contracts.ts'
import { httpRpc } from '../../../audit/rpc/json-rpc.ts'
import { type Audit, runAudit } from '../../../audit/run-audit.ts'
import type { LivedLedger } from './lived-ledger.ts'
import type { RpcServer } from './rpc-server.ts'

/** Audits a ledger through an endpoint, as the command does; without compiling, which takes a minute, unless told to. */
export function auditOf(
  { coalition }: Pick<LivedLedger, 'coalition'>,
  server: RpcServer,
  changed: Partial<AuditOptions> = {},
  compile = compileContracts,
): Promise<Audit> {
  const options: AuditOptions = {
    rpc: server.url,
    rpcSecond: null,
    token: coalition.deployment.token,
    archives: [],
    logKey: null,
    witnesses: [],
    from: null,
    to: null,
    api: null,
    state: null,
    json: false,
    report: null,
    sign: null,
    code: false,
    ...changed,
  }
  const rpc = (url: string) => httpRpc({ url, triesMax: 3, sleep: async () => undefined })
  return runAudit({
    options,
    rpc: rpc(options.rpc),
    second: options.rpcSecond === null ? null : rpc(options.rpcSecond),
    compile,
    progress: () => undefined,
  })
}

/** The codes of all findings, each once, in alphabetical order. */
export function codesOf({ collector }: Audit): string[] {
  return [...new Set(collector.findings().map(({ code }) => code))].sort()
}

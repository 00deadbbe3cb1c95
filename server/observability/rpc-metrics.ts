import { Counter, type Registry } from 'prom-client'

/** Makes the metrics of what RPC endpoints fail at; an endpoint is named by its place in RPC_URL, from 1, never by its URL. */
export function createRpcMetrics(registry: Registry) {
  const errors = new Counter({
    name: 'entente_rpc_errors_total',
    help: 'Requests that an RPC endpoint did not answer or refused, by what that means and by its place in RPC_URL',
    labelNames: ['kind', 'endpoint'],
    registers: [registry],
  })
  const quorumMissing = new Counter({
    name: 'entente_rpc_quorum_missing_total',
    help: 'Questions that were left open because fewer RPC endpoints answered than must agree',
    registers: [registry],
  })
  return {
    quorumMissing: (): void => {
      quorumMissing.inc()
    },
    failed: (kind: string, endpointIndex: number): void => {
      errors.inc({ kind, endpoint: String(endpointIndex + 1) })
    },
  }
}

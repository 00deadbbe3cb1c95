import { Counter, type Registry } from 'prom-client'

/** Makes the metric of what RPC endpoints fail at; an endpoint is named by its place in RPC_URL, from 1, never by its URL. */
export function createRpcMetrics(registry: Registry) {
  const errors = new Counter({
    name: 'entente_rpc_errors_total',
    help: 'Requests that an RPC endpoint did not answer or refused, by what that means and by its place in RPC_URL',
    labelNames: ['kind', 'endpoint'],
    registers: [registry],
  })
  return {
    failed: (kind: string, endpointIndex: number): void => {
      errors.inc({ kind, endpoint: String(endpointIndex + 1) })
    },
  }
}

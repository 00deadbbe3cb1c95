import { Counter, type Registry } from 'prom-client'

/** Makes the metrics of what is sent to webhooks by this process. */
export function createWebhookMetrics(registry: Registry) {
  const sends = new Counter({
    name: 'entente_webhook_sends_total',
    help: 'Requests to webhooks, by how they ended: delivered, or why not',
    labelNames: ['outcome'],
    registers: [registry],
  })
  return {
    sent: (outcome: string): void => {
      sends.inc({ outcome })
    },
  }
}

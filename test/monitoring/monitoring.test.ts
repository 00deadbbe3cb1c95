import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect } from 'chai'
import { Histogram, Registry } from 'prom-client'
import { parse } from 'yaml'

import { createHttpMetrics } from '../../server/observability/http-metrics.ts'
import { createLedgerMetrics } from '../../server/observability/ledger-metrics.ts'
import { createRpcMetrics } from '../../server/observability/rpc-metrics.ts'
import { createTraceMetrics } from '../../server/observability/trace-metrics.ts'
import { createWebhookMetrics } from '../../server/observability/webhook-metrics.ts'

interface Rules {
  readonly groups: readonly {
    readonly rules: readonly {
      readonly alert: string
      readonly expr: string
      readonly labels: { readonly severity: string }
      readonly annotations: { readonly summary: string }
    }[]
  }[]
}
interface Dashboard {
  readonly panels: readonly { readonly title: string; readonly targets?: readonly { readonly expr: string }[] }[]
}

const ROOT = join(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')

describe('monitoring/', function () {
  const rules = (parse(read('monitoring/alerts.yml')) as Rules).groups.flatMap((group) => group.rules)
  const { panels } = JSON.parse(read('monitoring/dashboard.json')) as Dashboard
  const expressions = [
    ...rules.map(({ alert, expr }) => ({ name: alert, expr })),
    ...panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ name: title, expr }))),
  ]
  /** Of each series that a scrape gives, its labels. */
  const series = new Map<string, Set<string>>()

  before(function () {
    const registry = new Registry()
    for (const create of [
      createHttpMetrics,
      createLedgerMetrics,
      createRpcMetrics,
      createTraceMetrics,
      createWebhookMetrics,
    ])
      create(registry)
    for (const metric of registry.getMetricsAsArray()) {
      const { name, labelNames } = metric as unknown as { name: string; labelNames: string[] }
      if (!(metric instanceof Histogram)) series.set(name, new Set(labelNames))
      else
        for (const [part, more] of Object.entries({ _bucket: ['le'], _count: [], _sum: [] }))
          series.set(name + part, new Set([...labelNames, ...more]))
    }
  })

  it('asks for series that a scrape has, by labels that they have', function () {
    for (const { name, expr } of expressions) {
      const asked = [...expr.matchAll(/\bentente_[a-z_]+/g)].map(([series]) => series)
      const labels = new Set(asked.flatMap((one) => [...(series.get(one) ?? [])]))
      for (const one of asked) expect([...series.keys()], name).to.include(one)
      const grouped = [...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(/,\s*/))
      const matched =
        asked.length === 0 ? [] : [...expr.matchAll(/([a-z]+)(?:=~|!=|=)"/g)].map(([, label = '']) => label)
      for (const label of [...grouped, ...matched]) expect([...labels], `${name}: ${label}`).to.include(label)
    }
    expect(expressions.length).to.be.at.least(40)
  })

  it('asks for operations that the API has', function () {
    const operations = [...read('openapi/entente.json').matchAll(/"operationId": "([A-Za-z]+)"/g)].map(([, id]) => id)
    for (const { name, expr } of expressions)
      for (const [, list = ''] of expr.matchAll(/operation=~"([^"]+)"/g))
        expect(operations, name).to.include.members(list.split('|'))
  })

  it('explains each alert, with what to do, and no other', function () {
    const explained = [...read('monitoring/README.md').matchAll(/^\| `(Entente\w+)` +\| (page|ticket) /gm)]
    expect(explained.map(([, alert, severity]) => [alert, severity])).to.have.deep.members(
      rules.map(({ alert, labels }) => [alert, labels.severity]),
    )
  })
})

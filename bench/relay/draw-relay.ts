import { drawChart, type Group } from '../pages/chart.ts'
import type { RelayRow } from './relay-rows.ts'

const NAMES: Readonly<Record<RelayRow['system'], string>> = {
  postgres: 'Entente, PostgreSQL',
  embedded: 'Entente, embedded',
  loop: 'ethers, each awaited',
  pipelined: 'viem, one a transaction',
  batches: 'viem, 200 from memory',
  alto: 'Alto, one an operation',
}
const LOADS: Readonly<Record<RelayRow['load'], string>> = { one: 'one purchase a request', bulk: '200 a request' }
const BLOCKS: Readonly<Record<RelayRow['blocks'], string>> = {
  '1s': 'a block a second',
  automine: 'a block a transaction',
}

/** The chart of what was measured, a group for each load and each way to make blocks. */
export function drawRelay(rows: readonly RelayRow[]): string {
  const groups = Map.groupBy(rows, ({ blocks, load }) => `${LOADS[load]}, ${BLOCKS[blocks]}`)
  return drawChart(
    'Purchases a second, from the request to the chain',
    [...groups].map(([title, own]): Group => ({
      title,
      bars: own.map(({ system, figures: { perSecond } }) => ({
        label: NAMES[system],
        value: perSecond,
        text: Math.round(perSecond).toLocaleString('en-GB'),
      })),
    })),
  )
}

import { readFileSync } from 'node:fs'

import { expect } from 'chai'

import { type FaultsResult, withTable } from '../../proof/faults/table.ts'
import { listFaultNames } from '../faults/campaign.ts'

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')
const result = JSON.parse(read('proof/results/faults.json')) as FaultsResult

describe('the table of faults', () => {
  it('has rows of faults that there are, with runs, and nothing lost or doubled', () => {
    expect(listFaultNames()).to.include.members(result.rows.map(({ name }) => name))
    expect(result.rows.every(({ runs }) => runs > 0)).to.equal(true)
    for (const { name, lost, doubled, failures } of result.rows)
      expect({ name, lost, doubled, failures }).to.deep.equal({ name, lost: 0, doubled: 0, failures: [] })
  })

  it('is on its page as it is in the results', async () => {
    const page = read('docs/faults.md')
    expect(page).to.equal(await withTable(page, result))
  })
})

import { writeFileSync } from 'node:fs'

import { expect } from 'chai'

import { copySample } from '../support/system/sample.ts'
import { type TestServer, useWorkplace } from '../support/system/workplace.ts'

interface Summary {
  changed: boolean
  daysBack: number
  rowsByKind: Record<string, number>
  purchases: { recorded: number; repeated: number }
  returns: { recorded: number; repeated: number }
  refused: Record<string, number>
  pointsAccrued: string
  pointsReversed: string
  unmatchedPence: string
}

const CYCLE_DAYS = 10_227

/** Lines as in Online Retail II: a sale of two lines, a return of one of them, an adjustment, and a sale to nobody known. */
function invoicesOf(year: number): string {
  return [
    'Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country',
    `4894${year},85048,"LIGHT, 15CM",12,1/4/${year} 7:45,6.95,13085.0,United Kingdom`,
    `4894${year},79323P,PINK CHERRY LIGHTS,3,1/4/${year} 7:45,6.755,13085.0,United Kingdom`,
    `C4895${year},85048,"LIGHT, 15CM",-2,2/28/${year} 9:00,6.95,13085.0,United Kingdom`,
    `A5063${year},B,Adjust bad debt,1,4/29/${year} 13:36,-53594.36,,United Kingdom`,
    `4896${year},X,LAMP,1,12/31/${year} 23:59,19.99,,France`,
    `4897${year},X,LAMP,1,12/31/${year} 23:59,19.99,12345.0,Germany`,
    '',
  ].join('\r\n')
}

describe('entente replay of files of any age', function () {
  this.timeout(400_000)
  const workplace = useWorkplace()
  let server: TestServer

  before(async () => {
    await copySample(workplace.path('ages'))
    server = await workplace.start({ folder: 'ages' })
  })
  after(async () => {
    server.signal('SIGINT')
    await server.ended
  })

  async function replay(text: string, ...options: string[]): Promise<Summary> {
    const file = workplace.path('ages.csv')
    writeFileSync(file, text)
    const { code, stdout, stderr } = await workplace.run(['replay', file, '--json', ...options], { folder: 'ages' })
    expect(code, stderr + stdout).to.equal(0)
    return JSON.parse(stdout) as Summary
  }

  for (const { year, daysBack } of [
    { year: 1995, daysBack: 0 },
    { year: 2009, daysBack: 0 },
    { year: 2035, daysBack: CYCLE_DAYS },
  ])
    it(`records a file of ${String(year)}, and finds it recorded when it is sent again`, async () => {
      // 12 * 6.95 + 3 * 6.755 = 103.665, rounded to 103.67: 103 points; 13.90 back leaves 89.77: 89 points. 19.99: 19 points.
      const sums = { pointsAccrued: '122', pointsReversed: '-14', unmatchedPence: '0', refused: {}, daysBack }
      const kinds = { purchase: 2, return: 1, adjustment: 1, no_customer: 1, zero_amount: 0, sign_contradicts_kind: 0 }
      const first = await replay(invoicesOf(year))
      expect({ ...first, pointsReversed: `-${first.pointsReversed.replace('-', '')}` }).to.deep.include({
        ...sums,
        changed: true,
        rowsByKind: kinds,
        purchases: { recorded: 2, repeated: 0 },
        returns: { recorded: 1, repeated: 0 },
      })
      expect(await replay(invoicesOf(year))).to.deep.include({
        changed: false,
        daysBack,
        refused: {},
        purchases: { recorded: 0, repeated: 2 },
        returns: { recorded: 0, repeated: 1 },
      })
    })

  it('moves a file back by the days that are asked for, and has those refused that stay in the future', async () => {
    const file = workplace.path('later.csv')
    writeFileSync(file, invoicesOf(2036))
    const told = (days: string) =>
      workplace.run(['replay', file, '--json', '--days-back', days], { folder: 'ages' }).then(({ code, stdout }) => {
        const { refused, daysBack } = JSON.parse(stdout) as Summary
        return { code, refused, daysBack }
      })
    expect(await told('0')).to.deep.equal({ code: 1, refused: { occurred_in_future: 3 }, daysBack: 0 })
    expect(await told('20000')).to.deep.equal({ code: 0, refused: {}, daysBack: 20_000 })
    const { code, stderr } = await workplace.run(['replay', file, '--days-back', '-1'], { folder: 'ages' })
    expect([code === 0, stderr.includes('whole number of days')]).to.deep.equal([false, true])
  })
})

import { expect } from 'chai'

import { writeCsv } from '../../../../web/src/partner-console/records/write-csv.ts'

describe('tables for spreadsheets', () => {
  it('have a head, a row each, and quotes where they are needed', () => {
    const rows = [
      { a: '1', b: 'x, "y"' },
      { a: null, b: 'two\nlines' },
    ]
    expect(writeCsv(['a', 'b'], rows)).to.equal('a,b\r\n1,"x, ""y"""\r\n,"two\nlines"\r\n')
  })

  it('hold nothing that a spreadsheet would carry out, and leave numbers as they are', () => {
    const hostile = ['=cmd|calc', '+1+1', '@sum(a1)', '-2+3', '\t=1', '-12.50', '-7']
    const [, ...lines] = writeCsv(
      ['a'],
      hostile.map((a) => ({ a })),
    )
      .trimEnd()
      .split('\r\n')
    expect(lines).to.deep.equal(["'=cmd|calc", "'+1+1", "'@sum(a1)", "'-2+3", "'\t=1", '-12.50', '-7'])
  })
})

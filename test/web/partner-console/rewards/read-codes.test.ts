import { expect } from 'chai'

import { readCodes } from '../../../../web/src/partner-console/rewards/read-codes.ts'

describe('readCodes', () => {
  it('takes a code a line, and nothing of empty lines', () => {
    expect(readCodes(' A-1 \r\n\n\nA-2\n')).to.deep.equal({ codes: ['A-1', 'A-2'], refused: [] })
  })

  it('names lines that stand there twice, are too long, or cannot be printed', () => {
    const long = 'X'.repeat(65)
    expect(readCodes(`A\nA\n${long}\nB\tC\n${'X'.repeat(64)}`)).to.deep.equal({
      codes: ['A', 'X'.repeat(64)],
      refused: [
        { line: 2, text: 'A', fault: 'twice' },
        { line: 3, text: long, fault: 'too_long' },
        { line: 4, text: 'B\tC', fault: 'unreadable' },
      ],
    })
  })
})

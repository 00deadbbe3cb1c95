import { expect } from 'chai'

import { encodeReceipt } from '../../../../web/src/till/printing/encode-receipt.ts'

const ESC = 0x1b
const GS = 0x1d

const RECEIPT = {
  brand: 'Maison Verte',
  title: 'Achat enregistré',
  lines: [
    ['Date', '29 nov. 2026, 13:05 UTC+1'],
    ['Montant', '1\u202F042,50\u00A0€'],
    ['Référence', 'T-20261129-130500-1a2b3c4d'],
  ],
  balance: [['Points actuels', '965\u00A0points']],
  thanks: 'Merci. Conservez ce ticket pour vos retours.',
} as const

/** Where some bytes stand in others; -1 when they do not. */
const find = (bytes: Uint8Array, wanted: readonly number[]): number =>
  bytes.findIndex((_, at) => wanted.every((byte, offset) => bytes[at + offset] === byte))

/** What a printer puts on paper, without what it is told to do: lines of the right length only have signs of a code page. */
function textOf(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0
    // ESC @ and FS . have no parameter, the other commands here one; a cut has two.
    if (byte === ESC || byte === 0x1c) at += bytes[at + 1] === 0x40 || byte === 0x1c ? 1 : 2
    else if (byte === GS) at += bytes[at + 1] === 0x56 ? 2 : 2
    else text += String.fromCharCode(byte)
  }
  return text
}

describe('the bytes of a receipt', function () {
  const bytes = encodeReceipt(RECEIPT, 48)

  it('begin by setting the printer up, and end with a cut', function () {
    expect([...bytes.slice(0, 2)]).to.deep.equal([ESC, 0x40])
    expect(find(bytes, [GS, 0x56])).to.be.greaterThan(bytes.length - 8)
  })

  it('say who, what, how much, what for and what is left', function () {
    const text = textOf(bytes)
    for (const part of [
      'Maison Verte',
      'Date',
      '29 nov. 2026, 13:05',
      'T-20261129-130500-1a2b3c4d',
      '965 points',
      'Merci.',
    ])
      expect(text).to.include(part)
  })

  it('put the value at the right edge of a line', function () {
    const line = textOf(bytes)
      .split('\n')
      .map((one) => one.replaceAll('\r', ''))
      .find((one) => one.startsWith('Points actuels'))
    expect(line).to.equal('Points actuels'.padEnd(38) + '965 points')
  })

  it('choose a code page that has é and €, and print neither as a question mark', function () {
    expect(find(bytes, [ESC, 0x74])).to.be.greaterThan(0)
    const text = textOf(bytes)
    expect(text).to.not.include('?')
    // CP858 has both.
    expect([...bytes]).to.include(0x82)
    expect([...bytes]).to.include(0xd5)
  })

  it('print no-break spaces and curly apostrophes as what every printer has', function () {
    const text = textOf(encodeReceipt({ ...RECEIPT, thanks: 'L’été, «\u00A0oui\u00A0»\u2026' }, 48))
    expect(text).to.include("L'")
    expect(text).to.include('...')
    expect(text).to.include('1 042,50')
  })

  it('are no command, whatever a brand calls itself', function () {
    const hostile = encodeReceipt({ ...RECEIPT, brand: 'A\u001b@\u001dV0\u0010\u0014B' }, 48)
    const cuts = [...hostile].filter((byte, at) => byte === GS && hostile[at + 1] === 0x56)
    expect(cuts).to.have.length(1)
    expect([...hostile].filter((byte, at) => byte === ESC && hostile[at + 1] === 0x40)).to.have.length(1)
  })

  for (const columns of [32, 42, 48] as const)
    it(`keep every line within ${columns} characters`, function () {
      const lines = textOf(encodeReceipt(RECEIPT, columns)).split('\n')
      expect(Math.max(...lines.map((line) => line.replaceAll('\r', '').length))).to.be.at.most(columns)
    })
})

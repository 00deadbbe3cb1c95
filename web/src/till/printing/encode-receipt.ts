import ReceiptPrinterEncoder from '@point-of-sale/receipt-printer-encoder'

import type { Receipt } from './receipt.ts'

/** Signs that languages use and code pages of printers do not have. */
const PLAIN: readonly (readonly [RegExp, string])[] = [
  [/[\u00A0\u2007\u2009\u202F]/g, ' '],
  [/[\u2018\u2019\u02BC]/g, "'"],
  [/[\u201C\u201D]/g, '"'],
  [/[\u2010-\u2015\u2212]/g, '-'],
  [/\u2026/g, '...'],
  [/\u00B7/g, '-'],
  // Nothing that a text holds may be a command of the printer.
  [/\p{Cc}/gu, ' '],
]

const printable = (text: string): string => PLAIN.reduce((all, [sign, plain]) => all.replaceAll(sign, plain), text)

/** Label and value on one line where there is room, the value at the right edge; else the value has lines of its own. */
function writeRow(encoder: ReceiptPrinterEncoder, [label, value]: readonly [string, string], columns: number): void {
  const [left, right] = [printable(label), printable(value)]
  if (left.length + right.length + 1 <= columns) {
    encoder.line(left + right.padStart(columns - left.length))
    return
  }
  encoder.line(left).align('right').line(right).align('left')
}

/** A receipt in the language of receipt printers, ESC/POS, for paper with so many characters on a line. */
export function encodeReceipt({ brand, title, lines, balance, thanks }: Receipt, columns: 32 | 42 | 48): Uint8Array {
  const encoder = new ReceiptPrinterEncoder({ language: 'esc-pos', columns, feedBeforeCut: 4 })
  encoder.initialize().codepage('auto')
  encoder.align('center').bold(true).size(2).line(printable(brand)).size(1).line(printable(title)).bold(false)
  encoder.align('left').rule()
  for (const line of lines) writeRow(encoder, line, columns)
  if (balance.length > 0) encoder.rule()
  for (const line of balance) writeRow(encoder, line, columns)
  encoder.rule().align('center').line(printable(thanks)).align('left').cut()
  return encoder.encode()
}

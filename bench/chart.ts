/** A bar of the chart: what it stands for and its two lengths. */
export interface Bar {
  label: string
  newHolder: number
  existingHolder: number
  ours: boolean
}

const width = 960
const rowHeight = 46
const labelWidth = 380
const colours = { ours: '#0b6e4f', peer: '#8d99ae', faint: 0.45 }

const escapeXml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const grouped = (value: number) => Math.round(value).toLocaleString('en-GB')

/** Gas per credit, a row a scheme: existing holder dark, new holder faint. Bars that do not fit are cut and say so. */
export function drawChart(title: string, bars: Bar[], gasMax: number): string {
  const scale = (width - labelWidth - 110) / gasMax
  const height = 70 + bars.length * rowHeight
  const bar = (y: number, gas: number, colour: string, opacity: number) => {
    const length = Math.min(gas, gasMax) * scale
    const end = gas > gasMax ? ' (cut)' : ''
    return (
      `<rect x="${labelWidth}" y="${y}" width="${length.toFixed(1)}" height="15" fill="${colour}" fill-opacity="${opacity}"/>` +
      `<text x="${(labelWidth + length + 6).toFixed(1)}" y="${y + 12}" font-size="12">${grouped(gas)}${end}</text>`
    )
  }
  const rows = bars.map(({ label, newHolder, existingHolder, ours }, index) => {
    const y = 56 + index * rowHeight
    const colour = ours ? colours.ours : colours.peer
    const weight = ours ? ' font-weight="bold"' : ''
    return (
      `<text x="${labelWidth - 10}" y="${y + 20}" text-anchor="end" font-size="13"${weight}>${escapeXml(label)}</text>` +
      bar(y, existingHolder, colour, 1) +
      bar(y + 17, newHolder, colour, colours.faint)
    )
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" fill="#222">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<text x="20" y="28" font-size="17" font-weight="bold">${escapeXml(title)}</text>`,
    '<text x="20" y="46" font-size="12">dark: holder who has points already; faint: first points of a holder</text>',
    ...rows,
    '</svg>',
    '',
  ].join('\n')
}

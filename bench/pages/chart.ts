/** A bar of the chart: a page's figure, and the goal for it where there is one. */
export interface Bar {
  readonly label: string
  readonly value: number
  readonly text: string
  readonly goal?: number
}

export interface Group {
  readonly title: string
  readonly bars: readonly Bar[]
}

const WIDTH = 880
const LABEL_WIDTH = 190
const ROW_HEIGHT = 26
const GROUP_HEIGHT = 40
const COLOURS = { good: '#0b6e4f', bad: '#a4303f', goal: '#8d6b1d' }

const escapeXml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

function drawGroup({ title, bars }: Group, top: number): string {
  const most = Math.max(...bars.flatMap(({ value, goal = 0 }) => [value, goal]), Number.EPSILON)
  const scale = (WIDTH - LABEL_WIDTH - 120) / most
  const rows = bars.map(({ label, value, text, goal }, index) => {
    const y = top + GROUP_HEIGHT + index * ROW_HEIGHT
    const colour = goal !== undefined && value > goal ? COLOURS.bad : COLOURS.good
    const mark = goal === undefined ? '' : LABEL_WIDTH + goal * scale
    return (
      `<text x="${LABEL_WIDTH - 10}" y="${y + 13}" text-anchor="end" font-size="13">${escapeXml(label)}</text>` +
      `<rect x="${LABEL_WIDTH}" y="${y}" width="${(value * scale).toFixed(1)}" height="17" fill="${colour}"/>` +
      `<text x="${(LABEL_WIDTH + value * scale + 6).toFixed(1)}" y="${y + 13}" font-size="12">${escapeXml(text)}</text>` +
      (mark === '' ? '' : `<path d="M${mark.toFixed(1)} ${y - 4}v25" stroke="${COLOURS.goal}" stroke-width="2"/>`)
    )
  })
  return `<text x="20" y="${top + 26}" font-size="15" font-weight="bold">${escapeXml(title)}</text>${rows.join('')}`
}

const heightOf = ({ bars }: Group) => GROUP_HEIGHT + bars.length * ROW_HEIGHT + 12

/** Figures of the pages, a group a figure; a line marks the goal, and a bar beyond it is red. */
export function drawChart(title: string, groups: readonly Group[]): string {
  const height = 50 + groups.reduce((sum, group) => sum + heightOf(group), 0)
  let top = 40
  const drawn = groups.map((group) => {
    const one = drawGroup(group, top)
    top += heightOf(group)
    return one
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" fill="#222">`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    `<text x="20" y="28" font-size="17" font-weight="bold">${escapeXml(title)}</text>`,
    ...drawn,
    '</svg>',
    '',
  ].join('\n')
}

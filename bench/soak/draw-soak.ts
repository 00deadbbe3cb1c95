import type { Sample } from './sample-memory.ts'

const WIDTH = 880
const HEIGHT = 400
const LEFT = 80
const TOP = 60
const BOTTOM = 350
const RIGHT = 700
const MEGABYTE = 1e6
const LINES = [
  { name: 'serverResident', label: 'server, resident', colour: '#0b6e4f' },
  { name: 'serverHeap', label: 'server, heap in use', colour: '#8d6b1d' },
  { name: 'chainResident', label: 'chain, resident', colour: '#8d99ae' },
] as const

/** Memory over time, a line a figure. */
export function drawSoak(title: string, samples: readonly Sample[]): string {
  const most = Math.max(...samples.flatMap((sample) => LINES.map(({ name }) => sample[name])))
  const last = samples.at(-1)?.seconds ?? 1
  const x = (seconds: number) => (LEFT + (seconds / last) * (RIGHT - LEFT)).toFixed(1)
  const y = (bytes: number) => (BOTTOM - (bytes / most) * (BOTTOM - TOP)).toFixed(1)
  const lines = LINES.map(({ name, label, colour }) => {
    const points = samples.map((sample) => `${x(sample.seconds)},${y(sample[name])}`).join(' ')
    const end = samples.at(-1)?.[name] ?? 0
    return (
      `<polyline points="${points}" fill="none" stroke="${colour}" stroke-width="2"/>` +
      `<text x="${RIGHT + 8}" y="${y(end)}" font-size="12" fill="${colour}">${label}</text>`
    )
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" fill="#222">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    `<text x="20" y="28" font-size="17" font-weight="bold">${title}</text>`,
    `<path d="M${LEFT} ${TOP}V${BOTTOM}H${RIGHT}" fill="none" stroke="#222"/>`,
    `<text x="${LEFT - 8}" y="${TOP + 4}" text-anchor="end" font-size="12">${Math.round(most / MEGABYTE)} MB</text>`,
    `<text x="${LEFT - 8}" y="${BOTTOM}" text-anchor="end" font-size="12">0</text>`,
    `<text x="${RIGHT}" y="${BOTTOM + 18}" text-anchor="end" font-size="12">${Math.round(last / 60)} min</text>`,
    ...lines,
    '</svg>',
    '',
  ].join('\n')
}

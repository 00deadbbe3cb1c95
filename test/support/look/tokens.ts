import { readFileSync } from 'node:fs'

import { expect } from 'chai'

const FILE = new URL('../../../web/src/ui/tokens.css', import.meta.url)

export type Scheme = 'light' | 'dark'

/** The value of each token as web/src/ui/tokens.css gives it first, which is for phones and for those who like motion. */
export function readTokens(): ReadonlyMap<string, string> {
  const css = readFileSync(FILE, 'utf8').replaceAll(/\/\*.*?\*\//gs, '')
  const tokens = new Map<string, string>()
  for (const [, name = '', value = ''] of css.matchAll(/--entente-([\w-]+):\s*([^;]+);/g)) {
    if (!tokens.has(name)) tokens.set(name, value.replaceAll(/\s+/g, ' ').trim())
  }
  return tokens
}

/** The parts of a list that is divided by commas, which may stand in brackets within a part. */
function partsOf(list: string): string[] {
  let depth = 0
  const parts = ['']
  for (const character of list) {
    if (character === '(') depth += 1
    if (character === ')') depth -= 1
    if (character === ',' && depth === 0) parts.push('')
    else parts.push(`${parts.pop() ?? ''}${character}`)
  }
  return parts.map((part) => part.trim())
}

/** A token's colour in one of the looks, worked out as a browser would. */
export function colourOf(tokens: ReadonlyMap<string, string>, name: string, scheme: Scheme): string {
  const value = tokens.get(name)
  expect(value, `--entente-${name}`).to.be.a('string')
  return resolve(tokens, value ?? '', scheme)
}

function resolve(tokens: ReadonlyMap<string, string>, value: string, scheme: Scheme): string {
  const [, call = '', inside = ''] = /^([a-z-]+)\((.*)\)$/.exec(value) ?? []
  const parts = partsOf(inside)
  if (call === 'var') return colourOf(tokens, inside.trim().replace('--entente-', ''), scheme)
  if (call === 'light-dark') return resolve(tokens, parts[scheme === 'light' ? 0 : 1] ?? '', scheme)
  if (call === 'color-mix') return mix(tokens, parts, scheme)
  expect(value).to.match(/^#[0-9a-f]{6}$/)
  return value
}

/** `color-mix(in srgb, first N%, second)`. */
function mix(
  tokens: ReadonlyMap<string, string>,
  [, first = '', second = '']: readonly string[],
  scheme: Scheme,
): string {
  const [, colour = '', percent = ''] = /^(.*) (\d+)%$/.exec(first) ?? []
  const share = Number(percent) / 100
  const [one, other] = [resolve(tokens, colour, scheme), resolve(tokens, second, scheme)]
  const channel = (of: string, at: number) => Number.parseInt(of.slice(at, at + 2), 16)
  const mixed = [1, 3, 5].map((at) => Math.round(channel(one, at) * share + channel(other, at) * (1 - share)))
  return `#${mixed.map((each) => each.toString(16).padStart(2, '0')).join('')}`
}

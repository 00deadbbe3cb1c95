import type { Mutant, Site } from './list-mutants.ts'

/**
 * All mutants of a file at once: where one changes something, the text says it both ways and asks a constant of its own
 * which of them counts. A compiled contract holds these constants as they are, so one compilation serves all mutants:
 * whoever writes 1 in the place of a constant has that mutant.
 */
export interface SwitchedFile {
  text: string
  /** The mutants that the text offers, by their number. */
  switched: Map<number, Mutant>
}

interface Place {
  site: Site
  numbers: number[]
}

const nameOf = (number: number): string => `MUTANT_${number}`

/** 32 bytes that no contract contains by chance, without 0x. */
export function switchOf(number: number): string {
  return `4d7574616e74${number.toString(16).padStart(52, 'e')}`
}

/** The bytecode in which the mutant lives. */
export function turnOn(bytecode: string, number: number): string {
  return bytecode.replaceAll(switchOf(number), '1'.padStart(64, '0'))
}

/** Writes a file with a switch for every mutant that has a site. The numbers are the mutants' places in the list. */
export function writeSwitches(source: string, mutants: ReadonlyMap<number, Mutant>): SwitchedFile {
  const switched = new Map([...mutants].filter(([, { site }]) => site !== undefined))
  const places = new Map<string, Place>()
  for (const [number, { site }] of switched) {
    if (site === undefined) continue
    const key = `${site.start}:${site.end}`
    const place = places.get(key) ?? { site, numbers: [] }
    place.numbers.push(number)
    places.set(key, place)
  }
  // Outer ones first, so that each is met before what lies in it.
  const sorted = [...places.values()].toSorted((a, b) => a.site.start - b.site.start || b.site.end - a.site.end)
  const constants = [...switched.keys()].map((number) => `uint256 constant ${nameOf(number)} = 0x${switchOf(number)};`)
  const text = render(source, [0, source.length], sorted, switched)
  return { text: `${text}\n${constants.join('\n')}\n`, switched }
}

function render(
  source: string,
  [from, to]: readonly [number, number],
  places: readonly Place[],
  mutants: ReadonlyMap<number, Mutant>,
): string {
  let text = ''
  let at = from
  for (const [index, place] of places.entries()) {
    const { start, end } = place.site
    if (start < at || end > to) continue
    const within = places.slice(index + 1).filter(({ site }) => site.start >= start && site.end <= end)
    text += source.slice(at, start) + choose(source, place, render(source, [start, end], within, mutants), mutants)
    at = end
  }
  return text + source.slice(at, to)
}

/** The text of a place, as it is or as one of its mutants has it. */
function choose(
  source: string,
  { site, numbers }: Place,
  original: string,
  mutants: ReadonlyMap<number, Mutant>,
): string {
  if (site.kind === 'statement') return `{ if (${nameOf(numbers[0] ?? 0)} != 1) ${original} }`
  const chosen = numbers.reduceRight((otherwise, number) => {
    const mutant = mutants.get(number)
    if (mutant === undefined) throw new Error(`there is no mutant ${number}`)
    const changed = source.slice(site.start, mutant.start) + mutant.replacement + source.slice(mutant.end, site.end)
    return `(${nameOf(number)} == 1 ? (${changed}) : ${otherwise})`
  }, `(${original})`)
  return site.cast === undefined ? chosen : `${site.cast}${chosen}`
}

import type { Mutant, Site } from './mutant.ts'

/**
 * All mutants of a file at once: where one changes something, the text says it both ways and asks a constant of its own
 * which of them counts. A compiled contract holds these constants as they are, so one compilation serves all mutants:
 * whoever writes 0 in the place of a constant has that mutant. The
 * question is whether the calldata are as long as the constant, so that no optimizer knows the answer.
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
const isOff = (number: number): string => `msg.data.length < ${nameOf(number)}`
const isOffInYul = (number: number): string => `lt(calldatasize(), ${nameOf(number)})`

/** 32 bytes that no contract contains by chance, without 0x. */
export function switchOf(number: number): string {
  return `4d7574616e74${number.toString(16).padStart(52, 'e')}`
}

/** The bytecode in which the mutant lives. */
export function turnOn(bytecode: string, number: number): string {
  return bytecode.replaceAll(switchOf(number), '0'.repeat(64))
}

/** Writes a file with a switch for every mutant that has a site. The numbers are the mutants' places in the list. */
export function writeSwitches(source: string, mutants: ReadonlyMap<number, Mutant>): SwitchedFile {
  const switched = new Map([...mutants].filter(([, { site }]) => site !== undefined))
  const places = new Map<string, Place>()
  for (const [number, { site }] of switched) {
    if (site === undefined) continue
    const key = `${site.start}:${site.end}:${site.yul?.original ?? ''}`
    const place = places.get(key) ?? { site, numbers: [] }
    place.numbers.push(number)
    places.set(key, place)
  }
  // Outer ones first, so that each is met before what lies in it. Of two with one text (a condition that is an
  // instruction) the list has the outer one first.
  const sorted = [...places.values()].toSorted((a, b) => a.site.start - b.site.start || b.site.end - a.site.end)
  const constants = [...switched.keys()].map((number) => `uint256 constant ${nameOf(number)} = 0x${switchOf(number)};`)
  const parts = render({ source, mutants: switched, functions: functionsOf(sorted, switched) }, sorted)
  return { text: `${parts}\n${constants.join('\n')}\n`, switched }
}

interface Rendering {
  source: string
  mutants: ReadonlyMap<number, Mutant>
  /** What is declared at the beginning of a block of inline assembly, by its place. */
  functions: ReadonlyMap<number, string>
}

/** A function for each place in inline assembly, which has no other way to choose between two expressions. */
function functionsOf(places: readonly Place[], mutants: ReadonlyMap<number, Mutant>): Map<number, string> {
  const found = new Map<number, string>()
  for (const { site, numbers } of places) {
    if (site.yul === undefined) continue
    const { block, names, original } = site.yul
    const choices = numbers.map((number) => `if iszero(${isOffInYul(number)}) { r := ${mutants.get(number)?.formula} }`)
    const declared = `function ${functionOf(numbers)}(${names.join(', ')}) -> r { r := ${original} ${choices.join(' ')} }`
    found.set(block, `${found.get(block) ?? ''} ${declared}`)
  }
  return found
}

const functionOf = (numbers: readonly number[]): string => `mutant${numbers[0]}`

function render(rendering: Rendering, places: readonly Place[], [from, to] = [0, rendering.source.length]): string {
  let text = ''
  let at = from
  for (const [index, place] of places.entries()) {
    const { start, end } = place.site
    if (start < at || end > to) continue
    const within = places.slice(index + 1).filter(({ site }) => site.start >= start && site.end <= end)
    text += copy(rendering, at, start) + choose(rendering, place, render(rendering, within, [start, end]))
    at = end
  }
  return text + copy(rendering, at, to)
}

/** What stands between two places, with the functions of the blocks that begin in it. */
function copy({ source, functions }: Rendering, from: number, to: number): string {
  let text = ''
  let at = from
  for (const [block, declared] of functions) {
    if (block <= from || block > to) continue
    text += source.slice(at, block) + declared
    at = block
  }
  return text + source.slice(at, to)
}

/** The text of a place, as it is or as one of its mutants has it. */
function choose({ source, mutants }: Rendering, { site, numbers }: Place, original: string): string {
  switch (site.kind) {
    case 'statement':
      return `{ if (${isOff(numbers[0] ?? 0)}) ${original} }`
    case 'yul statement':
      return `if ${isOffInYul(numbers[0] ?? 0)} { ${original} }`
    case 'yul expression':
      return callInstead(site, functionOf(numbers), original)
    case 'expression': {
      const chosen = numbers.reduceRight((otherwise, number) => {
        const mutant = mutants.get(number)
        if (mutant === undefined) throw new Error(`there is no mutant ${number}`)
        const changed = source.slice(site.start, mutant.start) + mutant.replacement + source.slice(mutant.end, site.end)
        return `(${isOff(number)} ? ${otherwise} : (${changed}))`
      }, `(${original})`)
      return site.cast === undefined ? chosen : `${site.cast}${chosen}`
    }
  }
}

/** The function's call in the place of an instruction with its arguments, of a condition, or of a number. */
function callInstead({ yul }: Site, name: string, original: string): string {
  if (yul?.names.length === 0) return `${name}()`
  const isCondition = yul?.original === yul?.names[0]
  return isCondition ? `${name}(${original})` : name + original.slice(original.indexOf('('))
}

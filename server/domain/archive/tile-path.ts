import { TILE_WIDTH } from './merkle-tree.ts'

/** A tile of hashes, or a bundle of entries, of a log by C2SP tlog-tiles. */
export interface TileName {
  readonly kind: number | 'entries'
  readonly index: bigint
  /** 256 for a full one. */
  readonly width: number
}

const LEVEL_MAX = 63
const TILE = /^tile\/(entries|0|[1-9]\d?)\/((?:x\d{3}\/){0,6}\d{3})(?:\.p\/([1-9]\d{0,2}))?$/

/** The path of a tile below the log's prefix: `tile/0/x001/x234/067.p/12`. */
export function tilePath({ kind, index, width }: TileName): string {
  const groups: string[] = []
  for (let left = index; groups.length === 0 || left > 0n; left /= 1000n)
    groups.unshift(String(left % 1000n).padStart(3, '0'))
  const last = groups.pop() ?? ''
  const number = [...groups.map((group) => `x${group}`), last].join('/')
  return `tile/${kind}/${number}${width === TILE_WIDTH ? '' : `.p/${width}`}`
}

/** Reads a path below the log's prefix; null where it names no tile, or not as it is written. */
export function parseTilePath(path: string): TileName | null {
  const found = TILE.exec(path)
  if (found === null) return null
  const [, level = '', number = '', partial] = found
  const kind: TileName['kind'] = level === 'entries' ? 'entries' : Number(level)
  const width = partial === undefined ? TILE_WIDTH : Number(partial)
  if ((kind !== 'entries' && kind > LEVEL_MAX) || (partial !== undefined && width >= TILE_WIDTH)) return null
  const name = { kind, index: BigInt(number.replaceAll(/[x/]/g, '')), width }
  // Zeros in front would name the same tile twice.
  return tilePath(name) === path ? name : null
}

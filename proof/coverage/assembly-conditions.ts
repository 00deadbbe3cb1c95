/** A condition inside inline assembly: of an `if`, or of a loop that does not run for ever. */
export interface AssemblyCondition {
  /** Its tag in the coverage data is this and 0 where it was false, this and 1 where it was true. */
  id: bigint
  line: number
  text: string
}

/** Above all tags that Hardhat gives to statements, which are no multiples of anything. */
const FIRST_ID = 0x656e74656e7465n << 192n
/** More than a contract may have. */
const LINES_MAX = 10_000

/** As prettier leaves it: a block begins and ends at the same depth. */
const blockStart = /^( *)assembly \("memory-safe"\) \{$/
const condition = /^( *(?:if|for \{\}) )(?!1 )(.+?)( (?:\{\} )?\{)$/

/**
 * Says of a condition whether it was met, and leaves memory and the last call's answer as they were: far behind what our
 * contracts use, and repeated by the identity precompile.
 */
const seen = [
  'function seen_(id_, met_) -> same_ {',
  'same_ := iszero(iszero(met_)) let size_ := returndatasize() returndatacopy(65568, 0, size_)',
  'mstore(65536, add(id_, same_)) pop(staticcall(gas(), 0xc0bEc0BEc0BeC0bEC0beC0bEC0bEC0beC0beC0BE, 65536, 32, 0, 0))',
  'if size_ { pop(staticcall(gas(), 4, 65568, size_, 0, 0)) }',
  '}',
].join(' ')

/** The same contract, which also tells which way every condition of its assembly went. No line changes its number. */
export function watchAssembly(source: string, file: number): { source: string; conditions: AssemblyCondition[] } {
  const conditions: AssemblyCondition[] = []
  const lines = source.split('\n')
  let block: { start: number; depth: string } | null = null
  for (const [index, text] of lines.entries()) {
    const depth = blockStart.exec(text)?.[1]
    if (depth !== undefined) block = { start: index, depth }
    if (block !== null && text === `${block.depth}}`) block = null
    const [, head, met, tail] = (block !== null && condition.exec(text)) || []
    if (block === null || head === undefined || met === undefined || tail === undefined) continue
    const id = FIRST_ID + BigInt(file * LINES_MAX + index) * 2n
    conditions.push({ id, line: index + 1, text: met })
    lines[index] = `${head}seen_(${id}, ${met})${tail}`
    // Blocks without a condition stay as they are: those of pure functions may call nothing.
    lines[block.start] = `${block.depth}assembly ("memory-safe") { ${seen}`
  }
  return { source: lines.join('\n'), conditions }
}

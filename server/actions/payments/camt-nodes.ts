/** An element of a bank statement as the parser gives it: a text, or what it holds by name. */
export type Node = string | { readonly [name: string]: Node | readonly Node[] }

/** Names whose elements are lists, also where a file has one of them. */
export const REPEATED: ReadonlySet<string> = new Set(['Stmt', 'Ntry', 'NtryDtls', 'TxDtls', 'Strd', 'Ustrd'])

const NO_NODES: readonly Node[] = []

/** Elements of a name within another; none where it holds none. */
export function listAt(node: Node | undefined, name: string): readonly Node[] {
  if (node === undefined || typeof node === 'string') return NO_NODES
  const found = node[name]
  if (found === undefined) return NO_NODES
  return Array.isArray(found) ? (found as readonly Node[]) : [found as Node]
}

/** The one element at a path, from name to name; undefined where it is missing. */
export function nodeAt(node: Node | undefined, ...path: readonly string[]): Node | undefined {
  let at: Node | undefined = node
  for (const name of path) [at] = listAt(at, name)
  return at
}

/** The text at a path, without spaces around it; null where there is none. An element with attributes keeps its text by itself. */
export function textAt(node: Node | undefined, ...path: readonly string[]): string | null {
  const found = nodeAt(node, ...path)
  const text = typeof found === 'string' ? found : nodeAt(found, '#text')
  if (typeof text !== 'string') return null
  const decoded = decodeReferences(text).trim()
  return decoded === '' ? null : decoded
}

/** The first text that is there, of several places where versions have it. */
export function firstText(node: Node | undefined, ...paths: readonly (readonly string[])[]): string | null {
  return paths.map((path) => textAt(node, ...path)).find((text) => text !== null) ?? null
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const HEX = 16
const DECIMAL = 10

/** The five references of XML itself, and those by number: the parser has entities off, so nothing else is one. */
function decodeReferences(text: string): string {
  return text.replaceAll(
    /&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(\w{2,4}));/g,
    (all, hex?: string, number?: string, name?: string) => {
      if (name !== undefined) return NAMED[name] ?? all
      const code = hex === undefined ? parseInt(number ?? '', DECIMAL) : parseInt(hex, HEX)
      return isCharacter(code) ? String.fromCodePoint(code) : all
    },
  )
}

/** Characters that XML has, without the halves of others. */
function isCharacter(code: number): boolean {
  return (code >= 0x20 && code <= 0xd7ff) || (code >= 0xe000 && code <= 0x10ffff)
}

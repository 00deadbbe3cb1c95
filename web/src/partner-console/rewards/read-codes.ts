/** What the server takes in a request, and of a code. */
export const CODES_PER_REQUEST_MAX = 1_000
const CODE_LENGTH_MAX = 64
const FORBIDDEN_CHARACTERS = /\p{C}/u
/** Lines that are named; of more it is enough to know how many. */
export const REFUSED_LINES_NAMED_MAX = 20

export type CodeFault = 'twice' | 'too_long' | 'unreadable'

/** A line that is no code, or one that stands there twice. */
export interface RefusedLine {
  readonly line: number
  readonly text: string
  readonly fault: CodeFault
}

/** Codes as somebody pasted them, one a line; empty lines are nothing. */
export function readCodes(pasted: string): { codes: string[]; refused: RefusedLine[] } {
  const codes = new Set<string>()
  const refused: RefusedLine[] = []
  for (const [at, typed] of pasted.split(/\r?\n/).entries()) {
    const text = typed.trim().normalize('NFC')
    if (text === '') continue
    const fault = faultOf(text, codes)
    if (fault === null) codes.add(text)
    else refused.push({ line: at + 1, text, fault })
  }
  return { codes: [...codes], refused }
}

function faultOf(code: string, before: ReadonlySet<string>): CodeFault | null {
  if (FORBIDDEN_CHARACTERS.test(code)) return 'unreadable'
  if (Array.from(code).length > CODE_LENGTH_MAX) return 'too_long'
  return before.has(code) ? 'twice' : null
}

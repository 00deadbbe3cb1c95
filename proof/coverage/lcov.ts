/** What an LCOV report says of a file. */
export interface LcovFile {
  file: string
  functions: { name: string; line: number; reached: boolean }[]
  branches: { line: number; path: number; reached: boolean }[]
}

/** Reads an LCOV report as forge writes it: a branch has a line and a path, 0 for the first and 1 for `else`. */
export function readLcov(report: string): LcovFile[] {
  const files: LcovFile[] = []
  for (const text of report.split('\n')) {
    const [key, value] = [text.slice(0, text.indexOf(':')), text.slice(text.indexOf(':') + 1)]
    if (key === 'SF') files.push({ file: value, functions: [], branches: [] })
    const current = files.at(-1)
    if (current === undefined) continue
    const [first = '', second = '', path = '', taken = ''] = value.split(',')
    if (key === 'FN') current.functions.push({ name: second, line: Number(first), reached: false })
    if (key === 'FNDA' && Number(first) > 0) {
      for (const each of current.functions) if (each.name === second) each.reached = true
    }
    // A dash says that nothing ever came to the line.
    if (key === 'BRDA') current.branches.push({ line: Number(first), path: Number(path), reached: Number(taken) > 0 })
  }
  return files
}

import { lstat, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

import { z } from 'zod'

import { PUBLISHED_REPORTS_MAX, type PublishedReport, REPORT_FILE, type ReportShelf } from '../domain/audit-reports.ts'

/** A report has at most ten thousand acts of an operator: a longer file is something else. */
export const REPORT_BYTES_MAX = 32 * 1024 * 1024

const Hash = z.string().regex(/^0x[\da-f]{64}$/)
const Address = z.string().regex(/^0x[\dA-Fa-f]{40}$/)
const Whole = z.string().regex(/^(?:0|[1-9]\d{0,17})$/)

/** Of a file that `npm run audit -- --json --sign` wrote, what is listed. */
const SignedReport = z.object({
  report: z.object({ chainId: z.int(), blockTime: z.int().min(0).max(8_640_000_000_000) }),
  summary: z.strictObject({
    token: Address,
    fromBlock: Whole,
    toBlock: Whole,
    blockHash: Hash,
    reportHash: Hash,
    findings: Whole,
    notChecked: Whole,
  }),
  signer: Address,
  signature: z.string().regex(/^0x[\da-f]{2,1024}$/),
})

type Listed = Omit<PublishedReport, 'hasPdf'>

/**
 * The reports in a folder: `NAME.json`, signed, and `NAME.pdf` beside it. Whoever runs the server puts them there. What is no signed report
 * is not listed, and links lead nowhere. A folder that is not there is empty.
 */
export function reportFolder(folder: string): ReportShelf {
  // Reports do not change; their files are read once.
  const known = new Map<string, { readonly stamp: string; readonly report: Listed | null }>()
  const readReport = async (file: string): Promise<Listed | null> => {
    const stats = await statOf(join(folder, file))
    if (stats === null) return null
    const stamp = `${String(stats.size)} ${String(stats.mtimeMs)}`
    const before = known.get(file)
    if (before?.stamp === stamp) return before.report
    const report = parseReport(file, await readFile(join(folder, file), 'utf8'))
    known.set(file, { stamp, report })
    return report
  }
  return {
    async list() {
      const files = (await filesOf(folder)).filter((file) => REPORT_FILE.test(file))
      const reports: PublishedReport[] = []
      for (const file of files.filter((name) => name.endsWith('.json'))) {
        const report = await readReport(file)
        if (report !== null) reports.push({ ...report, hasPdf: files.includes(`${report.name}.pdf`) })
      }
      return reports.sort(byEndBlock).slice(0, PUBLISHED_REPORTS_MAX)
    },
    async read(file) {
      if (!REPORT_FILE.test(file) || (await statOf(join(folder, file))) === null) return null
      return readFile(join(folder, file))
    },
  }
}

const byEndBlock = (a: PublishedReport, b: PublishedReport): number =>
  Number(b.summary.toBlock) - Number(a.summary.toBlock) || (a.name < b.name ? -1 : 1)

function parseReport(file: string, text: string): Listed | null {
  const read = SignedReport.safeParse(jsonOf(text))
  if (!read.success) return null
  const { report, ...signed } = read.data
  const { chainId, blockTime } = report
  return { name: file.replace(/\.json$/, ''), chainId, blockTime: new Date(blockTime * 1_000), ...signed }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // no report, as the caller finds
  }
}

/** Null for what is no file of ours to read: nothing, a link, a folder, or too long. */
async function statOf(path: string) {
  try {
    const stats = await lstat(path)
    return stats.isFile() && stats.size <= REPORT_BYTES_MAX ? stats : null
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

async function filesOf(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

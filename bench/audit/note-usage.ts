/** Loaded before a command (`node --import`): writes what its process took into the file that USAGE_FILE names, when it ends. */
import { writeFileSync } from 'node:fs'

const SAMPLE_MS = 20

const file = process.env['USAGE_FILE']
if (file === undefined) throw new Error('USAGE_FILE names no file')
const began = performance.now()
let [peak, heapPeak] = [0, 0]
const timer = setInterval(() => {
  // Not the system's own peak: a process that was forked from a large one begins with that one's.
  const { rss, heapUsed, external } = process.memoryUsage()
  peak = Math.max(peak, rss)
  heapPeak = Math.max(heapPeak, heapUsed + external)
}, SAMPLE_MS)
timer.unref()
process.on('exit', () => {
  const { user, system } = process.cpuUsage()
  const seconds = (performance.now() - began) / 1_000
  writeFileSync(file, JSON.stringify({ seconds, cpuSeconds: (user + system) / 1e6, peak, heapPeak }))
})

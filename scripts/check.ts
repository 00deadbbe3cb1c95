/** `npm run check`: everything that can be checked without running the code. */
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'

import { listSteps, type Step } from './check/steps.ts'

interface Outcome {
  name: string
  ok: boolean
  seconds: number
  output: string
  /** What is not wrong, and must be known all the same. */
  notes: string[]
}

async function runStep(step: Step, fix: boolean): Promise<Outcome> {
  const started = performance.now()
  const notes: string[] = []
  const problems = await step
    .run({ fix, note: (line) => notes.push(line) })
    .catch((error: unknown) => [String(error instanceof Error ? error.stack : error)])
  const seconds = (performance.now() - started) / 1000
  return { name: step.name, ok: problems.length === 0, seconds, output: problems.join('\n'), notes }
}

function show({ name, ok, seconds, output, notes }: Outcome): void {
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${name.padEnd(10)} ${seconds.toFixed(1)} s`)
  for (const note of notes) console.log(`       ${note}`)
  if (!ok)
    console.log(
      output
        .trimEnd()
        .split('\n')
        .map((line) => `       ${line}`)
        .join('\n'),
    )
}

/** Runs the steps, at most two at a time; steps of one lane (they write the same files) one after the other. */
async function runAll(steps: readonly Step[], fix: boolean, done: (outcome: Outcome) => void): Promise<Outcome[]> {
  const waiting = [...steps]
  const busy = new Set<string>()
  const outcomes: Outcome[] = []
  const worker = async (): Promise<void> => {
    for (;;) {
      const index = waiting.findIndex((step) => !step.lane || !busy.has(step.lane))
      const [step] = index < 0 ? [] : waiting.splice(index, 1)
      if (!step) return
      if (step.lane) busy.add(step.lane)
      const outcome = await runStep(step, fix)
      if (step.lane) busy.delete(step.lane)
      outcomes.push(outcome)
      done(outcome)
    }
  }
  // What --fix writes, the next step reads.
  await Promise.all(Array.from({ length: fix ? 1 : Math.min(2, availableParallelism()) }, worker))
  return outcomes
}

function help(steps: readonly Step[]): string {
  const list = steps.map(({ name, about, command }) => `  ${name.padEnd(10)} ${about}\n${' '.repeat(13)}${command}`)
  return `npm run check -- [options]

  --only <step>   this step only; may be given more than once
  --fix           format, fix what can be fixed and write snapshots and generated files, then check
  --json          one JSON object on standard output
  --help          this text

The steps, and how to run one on a folder of your own:

${list.join('\n')}
`
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true },
      fix: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const all = listSteps()
  if (values.help) {
    console.log(help(all))
    return 0
  }
  const unknown = values.only?.find((name) => !all.some((step) => step.name === name))
  if (unknown !== undefined) throw new Error(`there is no step ${unknown}: ${all.map(({ name }) => name).join(', ')}`)
  const steps = all.filter(({ name }) => values.only?.includes(name) ?? true)
  const outcomes = await runAll(steps, values.fix, values.json ? () => undefined : show)
  const failed = outcomes.filter(({ ok }) => !ok).length
  if (values.json) console.log(JSON.stringify({ ok: failed === 0, steps: outcomes }))
  else console.log(`\n${outcomes.length - failed} passed, ${failed} failed`)
  return failed === 0 ? 0 : 1
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(`npm run check: ${error instanceof Error ? error.message : String(error)}`)
  return 2
})

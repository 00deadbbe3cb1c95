import { createInterface } from 'node:readline/promises'
import { styleText } from 'node:util'

import Table from 'cli-table3'

import { StartRefused } from '../server/domain/start-refused.ts'

/** Progress and notes go to standard error, so that standard output is the result and nothing else. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`)
}

/** Prints the result for people. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`)
}

/** Prints the result for programs: one JSON object on one line. */
export function printJson(value: unknown): void {
  process.stdout.write(
    `${JSON.stringify(value, (_key, part: unknown) => (typeof part === 'bigint' ? String(part) : part))}\n`,
  )
}

/** A line in a colour, on a terminal that shows colours; elsewhere as it is. */
export function colour(name: 'green' | 'yellow' | 'red', line: string): string {
  return process.stdout.isTTY ? styleText(name, line, { stream: process.stdout }) : line
}

/** Asks a person before something that cannot simply be undone. Programs say `--yes`. */
export async function confirm(question: string, { yes = false }: { yes?: boolean | undefined }): Promise<void> {
  if (yes) return
  const refuse = (sentence: string) => {
    throw new StartRefused('confirmation_missing', sentence)
  }
  if (!process.stdin.isTTY) refuse(`Nothing was done: "${question}" was not answered. Say --yes to answer it.`)
  const asked = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await asked.question(`${question} [y/N] `)
  asked.close()
  if (!/^y(es)?$/i.test(answer.trim())) refuse('Nothing was done.')
}

/** A table without lines: the first column is text, the others are figures. */
export function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const none = {
    top: '',
    'top-mid': '',
    'top-left': '',
    'top-right': '',
    bottom: '',
    'bottom-mid': '',
    'bottom-left': '',
    'bottom-right': '',
  }
  const lines = { left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '  ' }
  const table = new Table({
    head: [...head],
    chars: { ...none, ...lines },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    colAligns: head.map((_, index) => (index === 0 ? 'left' : 'right')),
  })
  for (const row of rows) table.push([...row])
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
}

/** Whole numbers with separators: 1,234,567. */
export function formatCount(value: bigint | number): string {
  return value.toLocaleString('en-GB')
}

/** So many of something, as 1 payment and 2 payments. */
export function formatNumberOf(count: number, noun: string): string {
  return `${formatCount(count)} ${count === 1 ? noun : `${noun}s`}`
}

/** Milliseconds as seconds. */
export function formatSeconds(ms: number | null): string {
  return ms === null ? '-' : `${(ms / 1_000).toFixed(1)} s`
}

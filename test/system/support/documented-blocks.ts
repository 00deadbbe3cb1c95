import { readFileSync } from 'node:fs'

import { expect } from 'chai'

/** Printed between blocks, so that what each of them prints can be told apart. */
export const MARK = '=== end of block'

/** The examples of a page of docs/ in one language, in their order. */
export function readBlocks(page: string, language: 'sh' | 'ts'): string[] {
  const text = readFileSync(new URL(`../../../docs/${page}`, import.meta.url), 'utf8')
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, block = '']) => block)
}

/** What the page says that a block prints. */
function expectationsOf(block: string): string[] {
  return [...block.matchAll(/(?:#|\/\/) -> (.+)$/gm)].map(([, text = '']) => text.trim())
}

/** Compares what the blocks printed, a mark after each, with what the page says. */
export function expectPrinted(blocks: readonly string[], stdout: string, stderr: string): void {
  const printed = stdout.split(MARK)
  expect(printed).to.have.length(blocks.length + 1)
  for (const [at, block] of blocks.entries()) {
    let rest = printed[at] ?? ''
    for (const expected of expectationsOf(block)) {
      expect(rest, `${block}\n${stderr}`).to.include(expected)
      rest = rest.slice(rest.indexOf(expected) + expected.length)
    }
  }
}

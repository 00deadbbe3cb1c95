import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

import { root } from '../../cli/run-program.ts'

const require = createRequire(import.meta.url)
const solc = require('solc') as {
  compile(input: string, callbacks: { import: (path: string) => { contents: string } | { error: string } }): string
}

/** A node of solc's syntax tree, Solidity's or Yul's. */
export interface Node {
  nodeType?: string
  src?: string
  [key: string]: unknown
}

/** The syntax trees of some files of a folder, by their path. */
export function parse(files: readonly string[], folder = root): Map<string, Node> {
  const sources = Object.fromEntries(files.map((file) => [file, { content: readFileSync(join(folder, file), 'utf8') }]))
  const input = { language: 'Solidity', sources, settings: { outputSelection: { '*': { '': ['ast'] } } } }
  const read = (path: string) => {
    const place = path.startsWith('@') ? join(root, 'node_modules', path) : join(folder, path)
    return { contents: readFileSync(place, 'utf8') }
  }
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: read })) as {
    sources: Record<string, { ast: Node }>
  }
  return new Map(Object.entries(output.sources).map(([file, { ast }]) => [file, ast]))
}

/** Meets every node, each before those in it, with the nodes that it is in, the nearest first. */
export function visit(
  node: Node,
  found: (node: Node, around: readonly Node[]) => void,
  around: readonly Node[] = [],
): void {
  if (node.nodeType !== undefined) found(node, around)
  const inside = node.nodeType === undefined ? around : [node, ...around]
  for (const value of Object.values(node)) {
    if (typeof value === 'object' && value !== null) visit(value as Node, found, inside)
  }
}

/** Where a node's text begins and ends. */
export function placeOf(node: Node): [start: number, end: number] {
  const [start, length] = String(node.src).split(':').map(Number) as [number, number]
  return [start, start + length]
}

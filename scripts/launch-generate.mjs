/** Whether Prisma's client is there and fresh. Plain JavaScript: asked before anything that needs the client can run. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Not in the repository: 53,000 lines that follow from the schema (docs/decisions/0006-generated-prisma-client.md). */
export const clientFolder = 'server/database/generated'

/** Says what the client was generated from; written last, so that a run that was cut off does not count. */
export const stampFile = 'generated-from.txt'

/** What the client follows from: the schema and the version of Prisma. */
export function clientSource(root) {
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules/prisma/package.json'), 'utf8'))
  const schema = readFileSync(join(root, 'prisma/schema.prisma'))
  return `Prisma ${version}, schema ${createHash('sha256').update(schema).digest('hex')}\n`
}

/** True when the client was generated from the schema and by the Prisma that are here now. */
export function isClientFresh(root) {
  try {
    return readFileSync(join(root, clientFolder, stampFile), 'utf8') === clientSource(root)
  } catch (error) {
    if (error.code === 'ENOENT') return false
    throw error
  }
}

import type { PGlite } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'

type Options = Parameters<NodeFS['init']>[1]

/** What Emscripten's file system over Node's calls for every chmod, of a path or of an open file. */
interface NodeFileSystem {
  doSetAttr: (file: unknown, node: unknown, attributes: { mode?: number | null }, ...operations: unknown[]) => void
}

const OTHERS = 0o077

/**
 * The folder of a database, whose files only their owner can read. PGlite sets the modes of its files itself, to 0666 or
 * 0644 for most, and so the umask of the process does not reach them.
 */
export class OwnerOnlyFS extends NodeFS {
  override async init(pglite: PGlite, options: Options): Promise<{ emscriptenOpts: Options }> {
    const { emscriptenOpts } = await super.init(pglite, options)
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [closeModes, ...(emscriptenOpts.preRun ?? [])] } }
  }
}

/** Changes this instance of the WebAssembly module, and no other. */
function closeModes(module: object): void {
  const { NODEFS } = module as { NODEFS: NodeFileSystem }
  const { doSetAttr } = NODEFS
  NODEFS.doSetAttr = (file, node, attributes, ...operations) => {
    const { mode } = attributes
    const closed = mode === undefined || mode === null ? attributes : { ...attributes, mode: mode & ~OTHERS }
    doSetAttr(file, node, closed, ...operations)
  }
}

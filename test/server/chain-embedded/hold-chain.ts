// A stand-in for the server that tests may kill: starts the chain in the folder named, mines three blocks, and stays.
import { startEmbeddedChain } from '../../../server/chain/embedded/embedded-chain.ts'

const [folder = '', chainId = ''] = process.argv.slice(2)
const chain = await startEmbeddedChain({ folder, chainId: Number(chainId), onWait: () => undefined })
for (let index = 0; index < 3; index += 1) await chain.mine()
process.stdout.write('ready\n')
setInterval(() => undefined, 1_000)

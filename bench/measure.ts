import { openBench } from './bench-chain.ts'
import type { BenchChain } from './bench-chain.ts'
import { measureCalldata } from './calldata.ts'
import { creditCounts, makeCredits } from './credits.ts'
import { measureRedemptions } from './entente-redemptions.ts'
import { ententeSources } from './entente-sources.ts'
import { deployEntente, ententeScheme, measureDebits } from './entente.ts'
import { measureScheme } from './measure-credits.ts'
import { peerSchemes } from './peers.ts'
import { measurePermitBurn } from './redemptions.ts'
import type { Snapshot } from './snapshot.ts'
import { readYear, runYear, windowsMinutes } from './year.ts'

const redemptionCounts = [1, 10, 50]
const deployed = [
  ...['PointsToken', 'PartnerRegistry', 'PointsIssuance', 'PointsRedemption', 'PointsAccounts', 'Clearing'],
  'LogAnchors',
]

const peerSources = {
  name: 'peers',
  folders: ['./bench/contracts'],
  npmFiles: [
    '@thirdweb-dev/contracts/prebuilts/token/TokenERC20.sol',
    '@thirdweb-dev/contracts/prebuilts/airdrop/Airdrop.sol',
  ],
}

/** What CI measures at every change: Entente alone. */
export async function measureEntente(): Promise<Snapshot['entente']> {
  return measureEntenteOn(await openBench(ententeSources))
}

async function measureEntenteOn(openChain: () => Promise<BenchChain>): Promise<Snapshot['entente']> {
  const chain = await openChain()
  const sizes = await Promise.all(deployed.map(async (name) => [name, await chain.bytecodeBytes(name)] as const))
  await chain.close()
  return {
    credits: await measureScheme(openChain, ententeScheme),
    debits: await measureDebits(openChain, creditCounts),
    redemptions: await measureRedemptions(openChain, redemptionCounts),
    bytecodeBytes: Object.fromEntries(sizes),
  }
}

/** Everything, peers and the real year included. `say` hears what is being measured. */
export async function measureAll(yearFile: string, say: (text: string) => void): Promise<Snapshot> {
  say('compiling the peers')
  const openPeers = await openBench(peerSources)
  const credits = []
  for (const scheme of peerSchemes) {
    say(scheme.name)
    credits.push(...(await measureScheme(openPeers, scheme)))
  }
  const redemptions = await measurePermitBurn(openPeers, redemptionCounts)
  say('Entente')
  const openChain = await openBench(ententeSources)
  const entente = await measureEntenteOn(openChain)
  const calldata = await measureSizes(openChain)
  const entries = await readYear(yearFile)
  const year = []
  for (const window of windowsMinutes) {
    say(`the year, batched by ${window} minutes`)
    year.push(await runYear(openChain, entries, window))
  }
  return { entente, peers: { credits, redemptions }, calldata, year }
}

async function measureSizes(openChain: () => Promise<BenchChain>): Promise<Snapshot['calldata']> {
  const chain = await openChain()
  const entente = await deployEntente(chain)
  const rows = []
  for (const count of creditCounts) {
    const { calldata } = await entente.post(makeCredits(count, `size ${count}`, 0), [])
    rows.push(measureCalldata(count, calldata))
  }
  await chain.close()
  return rows
}

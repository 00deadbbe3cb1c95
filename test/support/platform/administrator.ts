import type { Address, Hex } from 'viem'

import { type AnnouncedCall, readAnnouncedCalls } from '../../../server/chain/administration.ts'
import { governedCall, throughManager } from '../../../server/chain/administration-calls.ts'
import { sendCall } from '../../../server/chain/send-call.ts'
import { type LocalSigner, localSigner } from '../../../server/chain/signer.ts'
import type { CoalitionChain } from './coalition-chain.ts'
import { testKey } from './edr-chain.ts'

const DAY_SECONDS = 24 * 60 * 60

/** Who holds the delayed powers of a coalition chain. */
export const ADMINISTRATOR = localSigner(testKey('admin'))

/** Acts as the administrator does, with the calls of the command line; each is mined when it returns. */
export function administratorOf({ edr, chain, deployment }: CoalitionChain, signer: LocalSigner = ADMINISTRATOR) {
  const send = async (data: Hex, to: Address = deployment.accessManager): Promise<void> => {
    await edr.fund(signer.address)
    await sendCall({ connection: chain, sleep: () => edr.mine() }, signer, { to, data })
  }
  const waiting = () => readAnnouncedCalls(chain, BigInt(deployment.plannedAtBlock))
  return {
    waiting,
    send,
    /** Announces a call, and returns it as the chain then knows it. */
    async announce(functionName: string, ...texts: string[]): Promise<AnnouncedCall> {
      const governed = governedCall(deployment, functionName, texts)
      await send(throughManager.schedule(governed))
      const announced = (await waiting()).find(
        ({ target, data }) => target === governed.target.toLowerCase() && data === governed.data,
      )
      if (announced === undefined) throw new Error(`${functionName} was not announced`)
      return announced
    },
    execute: (announced: AnnouncedCall) => send(throughManager.execute(announced)),
    cancel: (announced: AnnouncedCall) => send(throughManager.cancel(announced)),
    /** Lets days pass on the chain. */
    async waitDays(days: number): Promise<void> {
      await edr.mine((await edr.head()).timestamp + days * DAY_SECONDS)
    },
  }
}

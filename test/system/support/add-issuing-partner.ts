import { expect } from 'chai'

import { waitUntil } from '../../support/system/wait-until.ts'
import type { Workplace } from '../../support/system/workplace.ts'

/** Adds a partner with the command line, waits until the chain lets it issue, and returns its API key. */
export async function addIssuingPartner(workplace: Workplace, ...options: string[]): Promise<string> {
  const json = async (...args: string[]) => {
    const { code, stdout, stderr } = await workplace.run(['partner', ...args, '--json'])
    expect(code, stderr).to.equal(0)
    return JSON.parse(stdout)
  }
  const added = await json('add', '--name', 'Till', '--allowance', '1000000', '--daily-limit', '1000000', ...options)
  const readStatus = async () => (await json('list')).partners[0].onChain?.status
  await waitUntil(readStatus, (status) => status === 'active')
  return added.apiKey.apiKey
}

import { cp } from 'node:fs/promises'

import { expect } from 'chai'

import { type TestServer, useWorkplace } from './workplace.ts'

// Outside of any suite: its hooks stand around all suites of the process, which share the one sample.
const workplace = useWorkplace()
let played: Promise<TestServer> | undefined

/**
 * Puts the data folder of a sample coalition that was shown once, with its past months and its sample day, where a suite wants it, and
 * returns the server that showed it, which has ended. It is shown for the first that asks: that takes more than a minute of processor time.
 */
export async function copySample(...folders: readonly string[]): Promise<Pick<TestServer, 'stdout' | 'stderr'>> {
  played ??= playSample()
  const server = await played
  for (const folder of folders) await cp(server.dataFolder, folder, { recursive: true })
  return server
}

async function playSample(): Promise<TestServer> {
  const server = await workplace.start()
  server.signal('SIGINT')
  expect((await server.ended).code).to.equal(0)
  return server
}

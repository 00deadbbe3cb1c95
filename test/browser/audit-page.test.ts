import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { expect } from 'chai'
import type { Page } from 'playwright-core'

import type { AuditReport } from '../../audit/report/audit-report.ts'
import { signReport } from '../../audit/report/signed-summary.ts'
import { accountOf } from '../support/platform/coalition-chain.ts'
import { testKey } from '../support/platform/edr-chain.ts'
import { waitUntil } from '../support/system/wait-until.ts'
import { expectAccessible } from './support/accessibility.ts'
import { useBrowser } from './support/browser.ts'
import { type Coalition, openCoalition } from './support/coalition.ts'
import { keepPicture, showInAllLooks } from './support/screenshots.ts'

const PIN = '2580'

describe('the audit page', function () {
  this.timeout(240_000)
  const browser = useBrowser()
  let coalition: Coalition
  let member: { memberId: string; cardNumber: string }

  before(async () => {
    coalition = await openCoalition()
    member = await coalition.enrolCard(PIN)
    await coalition.sell({ kind: 'member', value: member.memberId }, '45600')
  })

  const region = (page: Page, name: string) => page.getByRole('region', { name })

  async function open(query = ''): Promise<Page> {
    const page = await browser.visit()
    await page.goto(`${coalition.url}/audit${query}`)
    await region(page, 'Where the figures come from').waitFor()
    return page
  }

  it('reads the ledger, and holds the word of the server against it', async () => {
    const page = await open()
    const supply = region(page, 'Points in circulation')
    await supply.getByText('The server says the same').waitFor()
    const { totalSupply } = (await coalition.till('/v1/status')).body
    const shown = (
      await supply
        .getByText(/points$/)
        .first()
        .innerText()
    ).replaceAll(/\D/g, '')
    // Other suites of the server may sell in between.
    expect(BigInt(totalSupply) >= BigInt(shown)).to.equal(true)
    await supply.getByRole('table', { name: 'When points expire' }).getByText('100').waitFor()
    const months = region(page, 'By month and partner')
    const row = months.getByRole('row', { name: /Maison Verte/ })
    await row.waitFor()
    await region(page, 'Batches').getByRole('row').nth(1).waitFor()
    await region(page, 'What the operator did').getByText('A partner joined').first().waitFor()
    const published = region(page, 'Published receipts')
    await published.getByText(/^Batches in the log: [0-9,]+\. .* Nobody witnesses the log\.$/).waitFor()
    const head = await published.getByRole('link', { name: 'The signed head of the log' }).getAttribute('href')
    // The first batch is published once it is final.
    const { text } = await waitUntil(
      async () => {
        const answer = await fetch(`${coalition.url}${head ?? ''}`)
        return { status: answer.status, text: await answer.text() }
      },
      ({ status }) => status === 200,
    )
    expect(text).to.match(/^entente\//)
    await expectAccessible(page, 'the audit page')
    await showInAllLooks(page, 'audit', () => page.getByRole('slider').waitFor())
  })

  it('says what the server says otherwise', async () => {
    const page = await browser.visit()
    await page.route(/\/v1\/status$/, async (route) => {
      const response = await route.fetch()
      await route.fulfill({ response, json: { ...(await response.json()), totalSupply: '7' } })
    })
    await page.goto(`${coalition.url}/audit`)
    const supply = region(page, 'Points in circulation')
    await supply.getByText('The server says something else').waitFor()
    await supply.getByText(/^It claims 7 points in block [0-9,]+\. The ledger has [0-9,]+ points there\./).waitFor()
    await keepPicture(page, 'audit-differs')
  })

  it('checks a receipt against the ledger that was read', async () => {
    const { data: entries } = (await coalition.till(`/v1/members/${member.memberId}/entries`)).body
    const receipt = await waitUntil(
      async () => (await coalition.till(`/v1/receipts/${String(entries[0].entryId)}`)).body,
      ({ batch }) => batch?.posted !== null,
    )
    const page = await open()
    const panel = region(page, 'Check a receipt')
    await panel.getByLabel('The receipt, as JSON').fill(JSON.stringify(receipt))
    await panel.getByRole('button', { name: 'Check now' }).click()
    await panel.getByText(/This receipt (?:is genuine|is correct so far)/).waitFor()
    await panel.getByText('Maison Verte', { exact: false }).first().waitFor()
  })

  it('offers the audits that the operator publishes, and says who signed them', async () => {
    const { token, chainId } = (await coalition.till('/v1/ledger')).body
    const folder = join(coalition.dataFolder, 'audit-reports')
    const key = join(coalition.dataFolder, 'auditor.key')
    mkdirSync(folder)
    writeFileSync(key, testKey('auditor'), { mode: 0o600 })
    const report = { chainId, token, fromBlock: 1, toBlock: 40, blockHash: `0x${'b1'.repeat(32)}` }
    const counted = { blockTime: 1_793_491_200, findingsTotal: 0, notChecked: [], format: 'entente-audit-1' }
    const signed = await signReport({ ...report, ...counted } as unknown as AuditReport, key)
    writeFileSync(join(folder, 'october.json'), JSON.stringify(signed))
    writeFileSync(join(folder, 'october.pdf'), '%PDF-1.7')
    writeFileSync(join(folder, 'altered.json'), JSON.stringify({ ...signed, signer: accountOf('somebody') }))
    const page = await open()
    const panel = region(page, 'Published audits')
    await panel.getByText('Nothing was found wrong').waitFor()
    await panel.getByText('The signature is not valid').waitFor()
    await panel.getByText(signed.signer).waitFor()
    const pdf = await panel.getByRole('link', { name: 'Report as PDF' }).getAttribute('href')
    const answer = await fetch(`${coalition.url}${pdf ?? ''}`)
    expect([answer.status, answer.headers.get('content-type')]).to.deep.equal([200, 'application/pdf'])
    await expectAccessible(page, 'the audit page with reports')
    await keepPicture(page, 'audit-reports')
  })

  it('says why a ledger cannot be read, and which part of the source is wrong', async () => {
    const page = await open()
    const source = region(page, 'Where the figures come from')
    await source.getByLabel('Address of the points contract').fill('0x12')
    await source.getByRole('button', { name: 'Read the ledger' }).click()
    await source.getByText('Type 0x and 40 digits').waitFor()
    await source.getByLabel('Address of the points contract').fill(`0x${'12'.repeat(20)}`)
    await source.getByRole('button', { name: 'Read the ledger' }).click()
    await page.getByRole('alert').getByText('There is no ledger of points at this address').waitFor()
    await source.getByLabel('Endpoint (JSON-RPC)').fill('http://node.example')
    await source.getByRole('button', { name: 'Read the ledger' }).click()
    await source.getByText('It must begin with https://').waitFor()
    await source.getByLabel('Endpoint (JSON-RPC)').fill(`${coalition.url}/v1/status`)
    await source.getByRole('button', { name: 'Read the ledger' }).click()
    await page.getByRole('alert').getByText('The endpoint did not answer').waitFor()
    await keepPicture(page, 'audit-unreadable')
  })

  it('works from an endpoint and a token alone, where the server says nothing', async () => {
    const { token, rpcUrl } = (await coalition.till('/v1/ledger')).body
    const page = await browser.visit()
    await page.route(/\/v1\//, (route) => route.abort())
    await page.goto(`${coalition.url}/audit`)
    const source = region(page, 'Where the figures come from')
    await source.getByText('The server does not answer.').waitFor()
    await source.getByLabel('Endpoint (JSON-RPC)').fill(rpcUrl)
    await source.getByLabel('Address of the points contract').fill(token)
    await source.getByRole('button', { name: 'Read the ledger' }).click()
    await region(page, 'By month and partner')
      .getByRole('row', { name: /Maison Verte/ })
      .waitFor()
  })

  it('never breaks a script or the policy', () => {
    expect(browser.errors).to.deep.equal([])
  })
})

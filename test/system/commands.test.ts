import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { expect } from 'chai'
import { Wallet } from 'ethers'
import sharp from 'sharp'

import { type Answer, ask } from '../support/system/ask.ts'
import { errorOf } from '../support/system/error-of.ts'
import { waitUntil } from '../support/system/wait-until.ts'
import { type TestServer, useWorkplace } from '../support/system/workplace.ts'

type Json = Answer['body']

describe('the commands of an operator', function () {
  this.timeout(240_000)
  const workplace = useWorkplace()
  let server: TestServer
  let key: string
  let keys: string

  const run = (...args: string[]) => workplace.run(args)
  /** A command that must succeed, with what it prints for programs. */
  async function json(...args: string[]): Promise<Json> {
    const { code, stdout, stderr } = await run(...args, '--json')
    expect(code, stderr).to.equal(0)
    return JSON.parse(stdout)
  }
  /** A command that must be refused: the code for programs, and neither a stack nor exit code 0. */
  async function refusal(...args: string[]): Promise<string> {
    const ended = await run(...args, '--json')
    expect([ended.code, ended.stdout], ended.stderr).to.deep.equal([1, ''])
    const { code, message } = errorOf(ended)
    expect(message).to.not.match(/^ +at /m)
    return code
  }
  const asTill = (path: string, body?: object) =>
    ask(server.url, path, { key, ...(body === undefined ? {} : { body }) })
  /** What a command would print, without the price of a process: for what is looked at again and again. */
  const asOperator = async (path: string): Promise<Json> => {
    const file = join(server.dataFolder, 'keys/operator-api-key')
    return (await ask(server.url, path, { key: readFileSync(file, 'utf8').trim() })).body
  }
  const waitForPartner = (isWanted: (onChain: Json) => boolean) =>
    waitUntil(async () => (await asOperator('/v1/partners')).data[0].onChain, isWanted)
  /** The ledger knows only accounts that had points. */
  async function earn(memberId: string): Promise<void> {
    const member = { kind: 'member', value: memberId }
    const sale = {
      orderRef: memberId,
      member,
      currency: 'GBP',
      amountMinor: '1000',
      occurredAt: new Date().toISOString(),
    }
    const { purchaseId } = (await asTill('/v1/purchases', sale)).body
    await waitUntil(
      async () => (await asTill(`/v1/purchases/${String(purchaseId)}`)).body.state,
      (state) => ['confirmed', 'final'].includes(state),
    )
  }
  const enrolCard = async (): Promise<string> => (await asTill('/v1/members', { kind: 'card' })).body.memberId

  before(async () => {
    server = await workplace.start({ args: ['--no-demo'] })
    const added = await json('partner', 'add', '--name', 'Harbour Books', '--allowance', '1000', '--daily-limit', '500')
    key = added.apiKey.apiKey
    keys = workplace.path('keys.json')
    const partner = { partnerId: added.partnerId, name: added.name, currency: 'GBP', key, countries: ['*'] }
    writeFileSync(keys, JSON.stringify({ partners: [partner] }))
    await waitForPartner((onChain) => onChain?.status === 'active')
  })

  it('sets and lists how points are earned and what they are worth, per currency', async () => {
    const rule = await json('partner', 'earn', '1', 'set', '--currency', 'KWD', '--points', '3', '--per-minor', '1000')
    expect(rule).to.include({ version: 2, currency: 'KWD', points: '3', perMinor: '1000' })
    const rate = await json('partner', 'redeem-rate', '1', 'set', '--currency', 'KWD', '--points', '2', '--minor', '15')
    expect(rate).to.include({ version: 2, currency: 'KWD', points: '2', minor: '15' })
    expect((await run('partner', 'earn', '1')).stdout).to.include('3 points for each 1.000 KWD')
    const listed = await json('partner', 'redeem-rate', '1', 'list')
    expect(listed.redeemRates.map(({ currency }: Json) => currency)).to.deep.equal(['KWD', 'GBP'])
    expect((await run('partner', 'redeem-rate', '1')).stdout).to.include('2 points take 0.015 KWD off')
    expect(await refusal('partner', 'redeem-rate', '1', 'set', '--currency', 'ABC')).to.equal('malformed_request')
    expect(await refusal('partner', 'earn', '1', 'set', '--valid-from', '2020-01-01T00:00:00Z')).to.equal(
      'valid_from_in_past',
    )
    const sale = { orderRef: 'K1', currency: 'KWD', amountMinor: '2999', occurredAt: new Date().toISOString() }
    const member = { kind: 'member', value: await enrolCard() }
    expect((await asTill('/v1/purchases', { ...sale, member })).body.points).to.equal('8')
    // What is issued lowers the allowance, which the next test reads.
    await waitForPartner(({ allowance }) => allowance === '992')
  })

  it('partner: suspends, resumes and limits one, and says so of none', async () => {
    expect((await json('partner', 'suspend', '1')).status).to.equal('suspended')
    expect((await json('partner', 'resume', '1')).status).to.equal('active')
    await json('partner', 'allowance', '1', 'raise', '500')
    await waitForPartner(({ allowance, status }) => allowance === '1492' && status === 'active')
    expect((await run('partner', 'list')).stdout).to.match(/^1 Harbour Books +active +active +GBP +1,492 /m)
    expect(await refusal('partner', 'suspend', '99')).to.equal('partner_unknown')
  })

  it('partner key: issues one that works, lists it, and revokes it', async () => {
    const issued = await json('partner', 'key', '1', 'issue', '--label', 'till 4')
    const read = async () => (await ask(server.url, '/v1/partner', { key: issued.apiKey })).status
    expect(await read()).to.equal(200)
    const { stdout } = await run('partner', 'key', '1')
    expect(stdout).to.include(issued.keyId).and.to.include('till 4').and.to.not.include(issued.apiKey)
    await json('partner', 'key', '1', 'revoke', issued.keyId)
    expect(await read()).to.equal(401)
  })

  it('operator-key: issues one for some of the work, lists it, acts with it, and revokes it', async () => {
    const label = 'Marie, prices'
    const issued = await json('operator-key', 'issue', '--label', label, '--scope', 'operator:read', '--days', '30')
    const file = join(server.dataFolder, 'keys/marie')
    writeFileSync(file, issued.apiKey, { mode: 0o600 })
    const asMarie = ['--operator-key-file', file]
    expect((await json('partner', 'list', ...asMarie)).partners).to.have.length.above(0)
    expect(await refusal('partner', 'suspend', '1', ...asMarie)).to.equal('scope_missing')
    expect(await refusal('operator-key', 'list', ...asMarie)).to.equal('scope_missing')
    const { stdout } = await run('operator-key', 'list')
    expect(stdout).to.include(issued.keyId).and.to.include(label).and.to.not.include(issued.apiKey)
    await json('operator-key', 'revoke', issued.keyId)
    expect(await refusal('partner', 'list', ...asMarie)).to.equal('key_revoked')
    const unusable = await run('operator-key', 'issue', '--label', label, '--scope', 'operator:all')
    expect([unusable.code, unusable.stderr.includes('operator:terms')]).to.deep.equal([2, true])
  })

  it('charity: lists one by its name, once', async () => {
    const { charityId } = await json('charity', 'add', '--name', 'Lifeboats')
    expect((await run('charity', 'list')).stdout).to.match(new RegExp(`^Lifeboats +${String(charityId)} `, 'm'))
    expect(await refusal('charity', 'add', '--name', 'Lifeboats')).to.equal('charity_exists')
  })

  it("reward: offers one with the partner's key and its codes, and lists it", async () => {
    const codes = workplace.path('codes.txt')
    writeFileSync(codes, 'ONE\nTWO\r\n\n')
    const texts = ['--title', 'A paperback', '--description', 'Any of them']
    const add = ['reward', 'add', '--partner', '1', '--key-file', keys, '--points', '500', ...texts]
    const gift = await json(...add, '--kind', 'gift_code', '--codes', codes, '--per-member-max', '2')
    expect(gift).to.include({ kind: 'gift_code', points: '500', stockLeft: '2', perMemberMax: 2 })
    const { stdout } = await run(...add, '--kind', 'product', '--title-fr', 'Un livre', '--description-fr', 'Au choix')
    expect(stdout).to.match(/^Harbour Books offers "A paperback" for 500 points\.\nReward [0-9a-f-]{36}\n$/)
    const { rewards } = await json('reward', 'list', '--partner', '1')
    expect(rewards.map(({ kind }: Json) => kind)).to.deep.equal(['product', 'gift_code'])
    expect(rewards[0].texts.fr.title).to.equal('Un livre')
    expect(await refusal(...add, '--kind', 'donation')).to.equal('reward_terms_invalid')
    expect(await refusal(...add, '--partner', '7', '--kind', 'product')).to.equal('replay_file_invalid')
    const { code, stderr } = await run(...add, '--kind', 'product', '--codes', codes)
    expect([code, stderr]).to.deep.equal([2, stderr.match(/^error: only a gift_code has --codes$/m)?.input])
  })

  /** A picture of one colour, and a file that only says that it is one. */
  async function putPictures(): Promise<{ picture: string; text: string }> {
    const [picture, text] = [workplace.path('mark.png'), workplace.path('text.png')]
    const square = { width: 300, height: 300, channels: 3, background: '#1f4d3a' } as const
    writeFileSync(picture, await sharp({ create: square }).png().toBuffer())
    writeFileSync(text, 'not a picture')
    return { picture, text }
  }

  it('partner logo, colours and country: are as the partner chose', async () => {
    const { picture, text } = await putPictures()
    const asPartner = ['--key-file', keys]
    const { logo } = await json('partner', 'logo', '1', picture, ...asPartner)
    expect((await fetch(`${server.url}${String(logo.url)}`)).headers.get('content-type')).to.match(/^image\//)
    const { stdout } = await run('partner', 'colours', '1', '#1f4d3a', '#ffffff', ...asPartner)
    expect(stdout).to.equal(
      `Partner 1 shows itself with text in #ffffff on #1f4d3a, and the logo at ${server.url}${String(logo.url)}.\n`,
    )
    expect(await refusal('partner', 'logo', '1', text, ...asPartner)).to.equal('picture_invalid')
    expect(await refusal('partner', 'colours', '1', '#ffffff', '#fffffe', ...asPartner)).to.equal('colours_unreadable')
    expect((await json('partner', 'country', '1', 'GB', ...asPartner))['country']).to.equal('GB')
    expect(await refusal('partner', 'country', '1', 'UK', ...asPartner)).to.equal('malformed_request')
    expect(await refusal('partner', 'logo', '7', picture, ...asPartner)).to.equal('replay_file_invalid')
  })

  it("reward picture: shows a reward with it, by the key of the reward's partner", async () => {
    const { picture, text } = await putPictures()
    const asPartner = ['--key-file', keys]
    const texts = ['--title', 'A hardback', '--description', 'Any of them']
    const terms = ['--partner', '1', '--kind', 'product', '--points', '700', ...texts]
    const { rewardId } = await json('reward', 'add', ...terms, ...asPartner)
    const { stdout } = await run('reward', 'picture', rewardId, picture, ...asPartner)
    const shownWith = `"A hardback" is shown with ${server.url}`
    expect(stdout.startsWith(shownWith), stdout).to.equal(true)
    const answer = await fetch(`${server.url}${stdout.slice(shownWith.length).trim()}`)
    expect([answer.status, answer.headers.get('content-type')?.split('/')[0]]).to.deep.equal([200, 'image'])
    expect(await refusal('reward', 'picture', rewardId, text, ...asPartner)).to.equal('picture_invalid')
    const nothing = '00000000-0000-7000-8000-000000000000'
    expect(await refusal('reward', 'picture', nothing, picture, ...asPartner)).to.equal('reward_unknown')
  })

  it('member pin-reset: prints the code with which the member sets a PIN at a till', async () => {
    const memberId = await enrolCard()
    await asTill(`/v1/members/${memberId}/pin`, { pin: '2580' })
    const { stdout } = await run('member', 'pin-reset', memberId)
    const [, resetCode = ''] = /shown this once, for the member only: (\S+)/.exec(stdout) ?? []
    expect((await asTill(`/v1/members/${memberId}/pin`, { pin: '7391' })).body.code).to.equal('reset_code_needed')
    expect((await asTill(`/v1/members/${memberId}/pin`, { pin: '7391', resetCode })).status).to.equal(200)
    const nobody = '00000000-0000-7000-8000-000000000000'
    expect(await refusal('member', 'pin-reset', nobody)).to.equal('member_unknown')
  })

  it('recovery: prints what is signed, announces, shows and cancels it', async () => {
    const memberId = await enrolCard()
    await earn(memberId)
    const fresh = Wallet.createRandom()
    const announce = ['recovery', 'announce', memberId, '--to', fresh.address]
    const { digest, deadline } = await json(...announce)
    const signedBy = (wallet: typeof fresh) => [
      ...announce,
      ...['--deadline', String(deadline), '--signature', wallet.signingKey.sign(digest).serialized],
    ]
    expect(await refusal(...signedBy(Wallet.createRandom()))).to.equal('account_signature_invalid')
    expect((await json(...signedBy(fresh))).toAccount).to.equal(fresh.address.toLowerCase())
    const wait = (isWanted: (recovery: Json) => boolean) =>
      waitUntil(() => asOperator(`/v1/recoveries/${memberId}`), isWanted)
    await wait(({ readyAt }) => readyAt !== null)
    expect(await refusal('recovery', 'complete', memberId)).to.equal('recovery_not_ready')
    expect((await run('recovery', 'cancel', memberId)).code).to.equal(0)
    await wait(({ readyAt }) => readyAt === null)
    const { stdout } = await run('recovery', 'show', memberId)
    expect(stdout).to.match(/^No recovery of 0x[0-9a-f]{40} waits\.\n/)
    expect(stdout).to.match(/^cancel_recovery +(requested|done) /m)
  })

  it('names the option that is wrong as it was typed, to people and to programs', async () => {
    const wrong: readonly [typed: string, named: string][] = [
      ['partner add --name X --points abc', '--points'],
      ['partner add --name X --redeem-points -1', '--redeem-points'],
      ['partner allowance 1 raise abc', '<points>'],
      ['partner earn 1 set --per-minor 0.5', '--per-minor'],
      ['operator-key revoke nothing', '<key>'],
      ['audit-log list --from yesterday', '--from'],
    ]
    for (const [typed, named] of wrong) {
      const told = await run(...typed.split(' '))
      expect([told.code, told.stdout], typed).to.deep.equal([1, ''])
      expect(told.stderr, typed)
        .to.match(/^entente: /)
        .and.to.include(`entente: ${named} `)
        .and.not.to.include('/')
    }
    const { code, options } = errorOf(await run(...(wrong[0]?.[0] ?? '').split(' '), '--json'))
    expect({ code, options }).to.deep.equal({ code: 'malformed_request', options: ['--points'] })
  })

  it('status: begins with a line for people, without colour where nobody looks', async () => {
    const { code, stdout, stderr } = await run('status')
    expect(code, stderr).to.equal(0)
    expect(stdout.split('\n')[0]).to.match(/^Healthy: at block [\d,]+, .*\.$/)
    expect(JSON.parse((await run('status', '--json')).stdout)).to.include.keys('url', 'rpcUrl', 'chainId', 'lag')
  })

  it('status: says that nothing runs, and starts nothing', async () => {
    const file = join(workplace.path('stopped'), 'keys/operator-api-key')
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, 'ent_0000000000000000_none')
    const ended = await workplace.run(['status', '--json'], { folder: 'stopped' })
    expect([ended.code, ended.stdout, errorOf(ended).code]).to.deep.equal([1, '', 'server_not_running'])
    expect(readdirSync(workplace.path('stopped'))).to.deep.equal(['keys'])
  })

  it('says where nobody answers, without a stack', async () => {
    expect(await refusal('charity', 'list', '--url', 'http://127.0.0.1:1')).to.equal('server_unreachable')
  })
})
